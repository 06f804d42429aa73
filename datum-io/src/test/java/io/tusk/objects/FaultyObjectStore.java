/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.objects;

import io.tusk.error.ErrorCode;
import io.tusk.error.TuskException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/**
 * Another store with faults, the same ones for the same seed and calls. Without any setting it
 * changes nothing. Setters return this.
 */
public final class FaultyObjectStore implements ObjectStore {
  /** What can be made to fail with STORAGE. */
  public enum Call {
    READ,
    SIZE,
    PUT,
    CREATE,
    LIST,
    DELETE
  }

  /** What becomes of a create whose answer is lost. */
  public enum Fate {
    /** It is applied before OUTCOME_UNKNOWN is thrown. */
    LANDS,
    /** It is applied at a later call, or by {@link #landAll}, unless an object is there by then. */
    LANDS_LATE,
    /** It is never applied. */
    VANISHES
  }

  /** What the store as a whole accepts. */
  public enum Mode {
    WRITABLE,
    READ_ONLY,
    FULL
  }

  private record Late(String key, byte[] content) {}

  private final ObjectStore store;
  private final Random random;
  private final Map<Call, Double> failures = new EnumMap<>(Call.class);
  private final Map<Fate, Double> fates = new EnumMap<>(Fate.class);
  private final Map<String, Long> flips = new HashMap<>();
  private final List<Late> late = new ArrayList<>();
  private Mode mode = Mode.WRITABLE;
  private long faults;

  public FaultyObjectStore(ObjectStore store, long seed) {
    this.store = store;
    this.random = new Random(seed);
  }

  /**
   * Calls of this kind throw STORAGE with {@code probability}; a put or delete does so before or
   * after it is applied, by chance.
   */
  public synchronized FaultyObjectStore failing(Call call, double probability) {
    failures.put(call, probability);
    return this;
  }

  /** Creates throw OUTCOME_UNKNOWN with {@code probability} and have this fate. */
  public synchronized FaultyObjectStore losingCreates(Fate fate, double probability) {
    fates.put(fate, probability);
    return this;
  }

  /** Every read that covers byte {@code offset} of {@code key} returns that byte inverted. */
  public synchronized FaultyObjectStore flipping(String key, long offset) {
    flips.put(ObjectKeys.requireKey(key), offset);
    return this;
  }

  public synchronized FaultyObjectStore mode(Mode newMode) {
    mode = newMode;
    return this;
  }

  /** Ends all settings; late creates that are under way stay so. */
  public synchronized FaultyObjectStore calm() {
    failures.clear();
    fates.clear();
    flips.clear();
    mode = Mode.WRITABLE;
    return this;
  }

  /** Applies the late creates now, in their order. */
  public synchronized void landAll() {
    late.forEach(create -> store.createIfAbsent(create.key(), create.content()));
    late.clear();
  }

  /** Late creates that have not been applied or refused yet. */
  public synchronized int underWay() {
    return late.size();
  }

  /** How many calls were made to throw or lie so far. */
  public synchronized long faults() {
    return faults;
  }

  @Override
  public synchronized Optional<byte[]> read(String key) {
    landSome();
    fail(Call.READ, key);
    return store.read(key).map(bytes -> flip(key, 0, bytes));
  }

  @Override
  public synchronized Optional<byte[]> read(String key, long offset, int length) {
    landSome();
    fail(Call.READ, key);
    return store.read(key, offset, length).map(bytes -> flip(key, offset, bytes));
  }

  @Override
  public synchronized Optional<Long> size(String key) {
    landSome();
    fail(Call.SIZE, key);
    return store.size(key);
  }

  @Override
  public synchronized void put(String key, byte[] content) {
    landSome();
    refuseByMode();
    failBeforeOrAfter(Call.PUT, key, () -> store.put(key, content));
  }

  @Override
  public synchronized Created createIfAbsent(String key, byte[] content) {
    landSome();
    refuseByMode();
    fail(Call.CREATE, key);
    for (Fate fate : Fate.values()) {
      if (hits(fates.get(fate))) {
        switch (fate) {
          case LANDS -> store.createIfAbsent(key, content);
          case LANDS_LATE -> late.add(new Late(ObjectKeys.requireKey(key), content.clone()));
          case VANISHES -> {}
        }
        throw new TuskException(
            ErrorCode.OUTCOME_UNKNOWN, "the answer to the creation of '" + key + "' was lost");
      }
    }
    return store.createIfAbsent(key, content);
  }

  @Override
  public synchronized List<String> list(String prefix, String after, int limit) {
    landSome();
    fail(Call.LIST, prefix);
    return store.list(prefix, after, limit);
  }

  @Override
  public synchronized void delete(String key) {
    landSome();
    if (mode == Mode.READ_ONLY) {
      refuseByMode();
    }
    failBeforeOrAfter(Call.DELETE, key, () -> store.delete(key));
  }

  @Override
  public String location() {
    return store.location();
  }

  @Override
  public void close() {
    store.close();
  }

  private void landSome() {
    for (Iterator<Late> creates = late.iterator(); creates.hasNext(); ) {
      Late create = creates.next();
      if (random.nextBoolean()) {
        creates.remove();
        store.createIfAbsent(create.key(), create.content());
      }
    }
  }

  private void failBeforeOrAfter(Call call, String key, Runnable change) {
    boolean first = random.nextBoolean();
    if (first) {
      fail(call, key);
    }
    change.run();
    if (!first) {
      fail(call, key);
    }
  }

  private void fail(Call call, String key) {
    if (hits(failures.get(call))) {
      throw new TuskException(
          ErrorCode.STORAGE,
          "store " + location() + " failed to " + call + " '" + key + "' as it was told to");
    }
  }

  private void refuseByMode() {
    switch (mode) {
      case WRITABLE -> {}
      case READ_ONLY -> {
        faults++;
        throw new TuskException(
            ErrorCode.STORAGE, "store " + location() + " cannot be written: read-only");
      }
      case FULL -> {
        faults++;
        throw new TuskException(
            ErrorCode.STORAGE, "store " + location() + " cannot be written: full");
      }
    }
  }

  private boolean hits(Double probability) {
    if (probability == null || random.nextDouble() >= probability) {
      return false;
    }
    faults++;
    return true;
  }

  private byte[] flip(String key, long offset, byte[] bytes) {
    Long at = flips.get(key);
    if (at != null && at >= offset && at < offset + bytes.length) {
      bytes[(int) (at - offset)] ^= (byte) 0xFF;
      faults++;
    }
    return bytes;
  }
}
