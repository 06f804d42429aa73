/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.worker;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * What the steps of an attempt share in this process: made for the first of them, and closed after
 * the last, so that nothing of it keeps the job's code loaded.
 */
final class PerAttempt<T> {
  private final BiConsumer<LaneConfig, T> close;
  private final Map<LaneConfig, Shared<T>> open = new HashMap<>();

  PerAttempt(BiConsumer<LaneConfig, T> close) {
    this.close = close;
  }

  private static final class Shared<T> {
    /** Null until it is made. */
    private volatile T value;

    /** Those who wait for it among them; under the monitor of all. */
    private int users;

    private synchronized T make(Supplier<T> make) {
      if (value == null) {
        value = make.get();
      }
      return value;
    }
  }

  /** A step's hold on it. */
  final class Lease implements AutoCloseable {
    private final LaneConfig config;
    private final T value;

    private Lease(LaneConfig config, T value) {
      this.config = config;
      this.value = value;
    }

    T value() {
      return value;
    }

    @Override
    public void close() {
      release(config);
    }
  }

  /**
   * @param make waited for by the other steps of the attempt, and by no others; where it fails, the
   *     next of them tries it anew
   */
  Lease open(LaneConfig config, Supplier<T> make) {
    Shared<T> shared;
    synchronized (this) {
      shared = open.computeIfAbsent(config, absent -> new Shared<>());
      shared.users++;
    }
    try {
      return new Lease(config, shared.make(make));
    } catch (RuntimeException | Error e) {
      release(config);
      throw e;
    }
  }

  private void release(LaneConfig config) {
    Shared<T> shared;
    synchronized (this) {
      shared = open.get(config);
      shared.users--;
      if (shared.users > 0) {
        return;
      }
      open.remove(config);
    }
    if (shared.value != null) {
      close.accept(config, shared.value);
    }
  }

  /** Those that are open. */
  synchronized List<T> all(Predicate<LaneConfig> wanted) {
    return open.entrySet().stream()
        .filter(entry -> wanted.test(entry.getKey()))
        .map(entry -> entry.getValue().value)
        .filter(Objects::nonNull)
        .toList();
  }
}
