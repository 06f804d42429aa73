/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.spark;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * Notices that an application is left without executors while a job runs in it, which Spark itself
 * bears for ever: a master that was started anew does not know it and gives it none.
 */
final class ExecutorWatch {
  private final Duration patience;
  private final BooleanSupplier hasExecutors;
  private final LongSupplier nanoTime;
  private final Runnable onLoss;
  private boolean without;
  private long since;
  private boolean lost;

  /**
   * @param patience how long the job may be without executors
   * @param onLoss run once, when they have been lost for that long; it ends the job
   */
  ExecutorWatch(
      Duration patience, BooleanSupplier hasExecutors, LongSupplier nanoTime, Runnable onLoss) {
    this.patience = patience;
    this.hasExecutors = hasExecutors;
    this.nanoTime = nanoTime;
    this.onLoss = onLoss;
  }

  /** Whether the executors are lost, and the job was ended for it. */
  synchronized boolean isLost() {
    return lost;
  }

  /** To be called now and then. */
  void look() {
    if (notices()) {
      onLoss.run();
    }
  }

  private synchronized boolean notices() {
    if (lost || hasExecutors.getAsBoolean()) {
      without = false;
      return false;
    }
    if (!without) {
      without = true;
      since = nanoTime.getAsLong();
    }
    lost = nanoTime.getAsLong() - since >= patience.toNanos();
    return lost;
  }
}
