/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.log;

import io.tusk.error.ErrorCode;
import io.tusk.error.TuskException;
import io.tusk.host.Backoff;
import io.tusk.host.Host;
import io.tusk.objects.ObjectStore;
import io.tusk.pieces.Hash;
import io.tusk.pieces.Ref;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/**
 * The sequence of root records, and the protocol that adds to it; {@code docs/format.md}, section
 * 2. All decisions of a store are made here, by create-if-absent of the next number.
 */
public final class Log {
  /** The change that a transaction makes to a base; applied again on every newer base. */
  @FunctionalInterface
  public interface Change {
    /**
     * The roots after the change, or nothing when there is nothing to change: then no record is
     * written. All that the roots reach is durable when this returns.
     *
     * @param time what the new record's time will be
     */
    Outcome apply(Head base, Instant time);
  }

  /** What {@link Change#apply} decided. */
  public sealed interface Outcome {
    /** The state after the change: the root of the metadata, and that of the index of chunks. */
    record NewRoot(Optional<Ref> metadata, Optional<Ref> index) implements Outcome {}

    /** The base is as the transaction wants it. */
    record Nothing() implements Outcome {}
  }

  static final String PREFIX = "log/";

  private static final Duration FIRST_PAUSE = Duration.ofMillis(10);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

  /**
   * Losses after which pauses are short again. Were they to grow on, who has lost often would have
   * the worst chances: under eight writers the longest wait is half of that, for more attempts.
   */
  private static final int LOSSES_OF_A_ROUND = 8;

  private static final int MAX_RECORD_BYTES = 64 << 10;

  private final ObjectStore store;
  private final Host host;
  private final Creation creation;

  /** What was the newest record when it was looked for last; it need not be read again. */
  private volatile Head newest;

  public Log(ObjectStore store, Host host) {
    this(store, host, new Creation(store, host));
  }

  Log(ObjectStore store, Host host, Creation creation) {
    this.store = store;
    this.host = host;
    this.creation = creation;
  }

  /**
   * The newest record; none when there is no store. Costs one listing, and one read where it is
   * another record than the last time.
   */
  public Optional<Head> head() {
    return newestNumber().map(this::newest);
  }

  private Head newest(long number) {
    Head known = newest;
    if (known == null || known.number() != number) {
      known = require(number);
      newest = known;
    }
    return known;
  }

  private Optional<Long> newestNumber() {
    List<String> first = store.list(PREFIX, "", 1);
    if (first.isEmpty()) {
      return Optional.empty();
    }
    if (!NumberedKeys.isNumbered(PREFIX, first.get(0))) {
      throw new TuskException(
          ErrorCode.CORRUPT,
          store.location()
              + " holds "
              + first.get(0)
              + ", which no store has; it is not a store"
              + " of tusk, or the object must be removed");
    }
    return Optional.of(NumberedKeys.number(PREFIX, first.get(0)));
  }

  /** The record of that number; none when the log is shorter. */
  public Optional<Head> record(long number) {
    if (!NumberedKeys.isNumber(number)) {
      return Optional.empty();
    }
    String key = NumberedKeys.key(PREFIX, number);
    return store.read(key).map(bytes -> parse(bytes, key, number));
  }

  private Head requireHead() {
    return head().orElseThrow(() -> missing(store.location()));
  }

  private Head require(long number) {
    return record(number)
        .orElseThrow(
            () ->
                new TuskException(
                    ErrorCode.CORRUPT,
                    "object "
                        + NumberedKeys.key(PREFIX, number)
                        + " of store "
                        + store.location()
                        + " is missing; run 'tusk fsck' for the whole damage"));
  }

  private Head parse(byte[] bytes, String key, long number) {
    RootRecord record = RootRecordJson.read(bytes, key, store.location());
    if (record.number() != number) {
      throw new TuskException(
          ErrorCode.CORRUPT,
          "object "
              + key
              + " of store "
              + store.location()
              + " holds record "
              + record.number()
              + "; run 'tusk fsck' for the whole damage");
    }
    return new Head(record, Hash.of(bytes));
  }

  /**
   * Writes record 0. Where another process does so at the same time, its record stands and is
   * returned.
   *
   * @throws TuskException STORAGE where the object store does not keep to create-if-absent
   */
  public Head create(RootRecord.Genesis genesis, Operation operation) {
    RootRecord record =
        new RootRecord(
            0,
            host.randomId(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            0,
            host.clock().instant().truncatedTo(ChronoUnit.MILLIS),
            operation,
            Optional.of(genesis));
    byte[] bytes = RootRecordJson.write(record);
    creation.createFirst(NumberedKeys.key(PREFIX, 0), bytes);
    return head().orElseThrow();
  }

  /**
   * Applies {@code change} to the newest record, again and again until it took a number.
   *
   * @return the record that it wrote, or the base where there was nothing to change
   * @throws TuskException what {@code change} throws; NOT_FOUND without a store; OUTCOME_UNKNOWN
   *     when the answers of the object store stayed away: the change may be or become part of the
   *     log
   */
  public Head commit(Operation operation, Change change) {
    return commit(operation, requireHead(), change);
  }

  /**
   * As {@link #commit(Operation, Change)}, for who has read the newest record a moment ago: where
   * {@code seen} still is the newest one, one request finds that out, instead of a listing and a
   * read.
   */
  public Head commitAfter(Head seen, Operation operation, Change change) {
    boolean newest = store.size(NumberedKeys.key(PREFIX, seen.number() + 1)).isEmpty();
    return commit(operation, newest ? seen : requireHead(), change);
  }

  private Head commit(Operation operation, Head newest, Change change) {
    String transaction = host.randomId();
    Backoff backoff = new Backoff(host, FIRST_PAUSE, LONGEST_PAUSE);
    Head base = newest;
    long firstBase = base.number();
    while (true) {
      if (base.record().oldest() > firstBase) {
        throw collected(operation);
      }
      Instant time = timeAfter(base.record().time());
      if (!(change.apply(base, time) instanceof Outcome.NewRoot root)) {
        return base;
      }
      RootRecord record =
          new RootRecord(
              base.number() + 1,
              transaction,
              Optional.of(base.hash()),
              root.metadata(),
              root.index(),
              base.record().oldest(),
              time,
              operation,
              Optional.empty());
      byte[] bytes = RootRecordJson.write(record);
      if (bytes.length > MAX_RECORD_BYTES) {
        throw new TuskException(ErrorCode.INTERNAL, "a record of " + bytes.length + " bytes");
      }
      if (creation.createNext(PREFIX, record.number(), bytes) == Creation.Result.OURS) {
        return requireKept(new Head(record, Hash.of(bytes)));
      }
      if (backoff.pauses() == LOSSES_OF_A_ROUND) {
        backoff = new Backoff(host, FIRST_PAUSE, LONGEST_PAUSE);
      }
      backoff.pause(
          ErrorCode.INTERRUPTED, "'" + operation + "' was interrupted; nothing was changed");
      long seen = base.number();
      base = requireHead();
      Optional<Head> landed = creation.find(transaction, seen, base, this::record);
      if (landed.isPresent()) {
        return requireKept(landed.get());
      }
    }
  }

  /**
   * Returns {@code ours}, a record that was just created. Where a collection went past its number
   * meanwhile, the number may have been free again: then the record counts only if its successor
   * says so.
   */
  private Head requireKept(Head ours) {
    try {
      long last = newestNumber().orElseThrow(() -> missing(store.location()));
      if (last == ours.number()) {
        newest = ours;
        return ours;
      }
      if (newest(last).record().oldest() <= ours.number()) {
        return ours;
      }
      Optional<Head> next = record(ours.number() + 1);
      if (next.isPresent()) {
        if (next.get().record().previous().equals(Optional.of(ours.hash()))) {
          return ours;
        }
        throw collected(ours.record().operation());
      }
      throw unconfirmed(ours, "its successors have been collected", null);
    } catch (TuskException e) {
      if (e.code() == ErrorCode.CONFLICT || e.code() == ErrorCode.OUTCOME_UNKNOWN) {
        throw e;
      }
      throw unconfirmed(ours, e.getMessage(), e);
    }
  }

  private TuskException collected(Operation operation) {
    return new TuskException(
        ErrorCode.CONFLICT,
        "'"
            + operation
            + "' took so long that store "
            + store.location()
            + " has collected what it was based on; run it again");
  }

  private TuskException unconfirmed(Head ours, String fact, TuskException cause) {
    return new TuskException(
        ErrorCode.OUTCOME_UNKNOWN,
        "'"
            + ours.record().operation()
            + "' wrote record "
            + ours.number()
            + " of store "
            + store.location()
            + ", but whether it stands is not known ("
            + fact
            + "); look at the store's state before you run the command again",
        cause);
  }

  /** Never before the last record's time, and different from it, so that ids made of it ascend. */
  public Instant timeAfter(Instant last) {
    Instant now = host.clock().instant().truncatedTo(ChronoUnit.MILLIS);
    Instant next = last.plusMillis(1);
    return now.isAfter(next) ? now : next;
  }

  static TuskException missing(String location) {
    return new TuskException(
        ErrorCode.NOT_FOUND,
        "there is no store at " + location + "; 'tusk create repo NAME' makes one");
  }
}
