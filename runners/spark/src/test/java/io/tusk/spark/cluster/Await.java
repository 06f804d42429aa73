/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.spark.cluster;

import java.util.concurrent.TimeUnit;

/** Waits for what another process does. */
final class Await {
  private static final long MOST_SECONDS = 280;

  private Await() {}

  /** What is waited for; it may ask a service. */
  interface Condition {
    boolean holds() throws Exception;
  }

  static void until(String what, Condition condition) throws Exception {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(MOST_SECONDS);
    while (!condition.holds()) {
      if (Thread.interrupted()) {
        throw new InterruptedException("while waiting until " + what);
      }
      if (System.nanoTime() > end) {
        throw new AssertionError("in vain: " + what);
      }
      Thread.onSpinWait();
    }
  }
}
