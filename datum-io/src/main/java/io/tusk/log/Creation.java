/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.log;

import io.tusk.error.ErrorCode;
import io.tusk.error.TuskException;
import io.tusk.host.Backoff;
import io.tusk.host.Host;
import io.tusk.objects.ObjectStore;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.LongFunction;

/**
 * Takes a numbered key, and finds out what happened when the answer was lost; {@code
 * docs/format.md}, section 2.
 */
public class Creation {
  /** Whose object has the key. */
  public enum Result {
    OURS,
    ANOTHER
  }

  private static final int MOST_TRIES = 12;
  private static final Duration FIRST_PAUSE = Duration.ofMillis(50);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

  private final ObjectStore store;
  private final Host host;

  public Creation(ObjectStore store, Host host) {
    this.store = store;
    this.host = host;
  }

  /**
   * Tries the same bytes at the same key until the key is taken. When this returns, nothing of the
   * caller is on its way any more.
   *
   * @param bytes unlike those of any other writer: a random id is in them
   * @throws TuskException OUTCOME_UNKNOWN when it must give up before it knows; anything else when
   *     the bytes are not under the key and never will be
   */
  public Result create(String key, byte[] bytes) {
    Backoff backoff = new Backoff(host, FIRST_PAUSE, LONGEST_PAUSE);
    boolean mayHaveLanded = false;
    while (true) {
      TuskException last;
      try {
        if (store.createIfAbsent(key, bytes) == ObjectStore.Created.CREATED) {
          return Result.OURS;
        }
        if (!mayHaveLanded) {
          return Result.ANOTHER;
        }
        last = null;
      } catch (TuskException e) {
        if (e.code() != ErrorCode.OUTCOME_UNKNOWN && !mayHaveLanded) {
          throw e;
        }
        mayHaveLanded = true;
        last = e;
      }
      try {
        Optional<byte[]> found = store.read(key);
        if (found.isPresent()) {
          return Arrays.equals(found.get(), bytes) ? Result.OURS : Result.ANOTHER;
        }
      } catch (TuskException e) {
        last = e;
      }
      String unknown = unknown(key, last);
      if (backoff.pauses() >= MOST_TRIES) {
        throw new TuskException(ErrorCode.OUTCOME_UNKNOWN, unknown, last);
      }
      backoff.pause(ErrorCode.OUTCOME_UNKNOWN, unknown);
    }
  }

  /**
   * As {@link #create}, and makes sure that a second create of the key is refused: a service that
   * ignored the condition would lose changes later, and silently.
   *
   * @throws TuskException STORAGE where it is not
   */
  Result createFirst(String key, byte[] bytes) {
    Result result = create(key, bytes);
    if (result == Result.OURS && isCreatedAgain(key, bytes)) {
      store.delete(key);
      throw new TuskException(
          ErrorCode.STORAGE,
          "store "
              + store.location()
              + " cannot be used: it replaced object '"
              + key
              + "', which was to be created only if absent; use a service that honours"
              + " If-None-Match");
    }
    return result;
  }

  private boolean isCreatedAgain(String key, byte[] bytes) {
    try {
      return store.createIfAbsent(key, bytes) == ObjectStore.Created.CREATED;
    } catch (TuskException e) {
      // It was created once; what is not known is only how the store would answer.
      return false;
    }
  }

  /**
   * Creates the numbered object after one that was read. That one may be there without being
   * forced: its writer forces its directory, and so does who creates a name in the same directory.
   * Before the first name of a directory, which is forced alone, the one before is settled.
   *
   * @throws TuskException as {@link #create}
   */
  public Result createNext(String prefix, long number, byte[] bytes) {
    if (number > 0 && number % NumberedKeys.IN_ONE_DIRECTORY == 0) {
      String before = NumberedKeys.key(prefix, number - 1);
      store.read(before).ifPresent(there -> settle(before, there));
    }
    return create(NumberedKeys.key(prefix, number), bytes);
  }

  /** What a conditional create finds survives power loss. */
  private void settle(String key, byte[] bytes) {
    try {
      store.createIfAbsent(key, bytes);
    } catch (TuskException e) {
      if (e.code() != ErrorCode.OUTCOME_UNKNOWN) {
        throw e;
      }
      // Only a store that had to create it can be unsure, and it was read just now.
    }
  }

  /** The record of {@code transaction} among those after {@code base}, up to {@code head}. */
  Optional<Head> find(
      String transaction, long base, Head head, LongFunction<Optional<Head>> records) {
    for (long number = base + 1; number <= head.number(); number++) {
      Optional<Head> record = number == head.number() ? Optional.of(head) : records.apply(number);
      if (record.isPresent() && record.get().record().transaction().equals(transaction)) {
        return record;
      }
    }
    return Optional.empty();
  }

  private String unknown(String key, TuskException last) {
    return "store "
        + store.location()
        + " did not answer whether the change was made ("
        + (last == null ? "object '" + key + "' was there and is gone" : last.getMessage())
        + "); look at its state before you run the command again";
  }
}
