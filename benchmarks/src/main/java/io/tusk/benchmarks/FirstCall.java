/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.benchmarks;

import io.tusk.transform.Datum;
import io.tusk.transform.DatumTransform;
import java.util.concurrent.atomic.AtomicLong;

/** Remembers when it was called first, and does nothing else. */
public final class FirstCall implements DatumTransform {
  private static final long NEVER = Long.MIN_VALUE;

  /** Of {@link System#nanoTime}; of this process, in which its jobs must run. */
  private static final AtomicLong CALLED = new AtomicLong(NEVER);

  /** Forgets the calls so far. */
  static void forget() {
    CALLED.set(NEVER);
  }

  /**
   * Seconds from a moment of {@link System#nanoTime} to the first call.
   *
   * @throws IllegalStateException when there was none
   */
  static double secondsAfter(long nanoTime) {
    long called = CALLED.get();
    if (called == NEVER) {
      throw new IllegalStateException("no datum was run");
    }
    return (called - nanoTime) / 1e9;
  }

  @Override
  public void process(Datum datum) {
    CALLED.compareAndSet(NEVER, System.nanoTime());
  }
}
