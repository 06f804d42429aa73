/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.run;

import io.tusk.host.Stopwatch;
import java.time.Duration;

/**
 * When to look at the store again: soon at first, then more and more rarely, as each look costs
 * requests and a long job needs few.
 */
final class Pace {
  private static final Duration FIRST = Duration.ofMillis(250);
  private static final Duration LONGEST = Duration.ofSeconds(2);

  private Duration pause = FIRST;
  private Stopwatch since = Stopwatch.start();

  /** Begins with short pauses again. */
  void restart() {
    pause = FIRST;
  }

  /** Makes the next look due at once. */
  void hurry() {
    pause = Duration.ZERO;
  }

  boolean isHurried() {
    return pause.isZero();
  }

  /** Whether it is time; if so, the next pause begins. */
  boolean isDue() {
    if (since.elapsed().compareTo(pause) < 0) {
      return false;
    }
    Duration doubled = pause.isZero() ? FIRST : pause.multipliedBy(2);
    pause = doubled.compareTo(LONGEST) < 0 ? doubled : LONGEST;
    since = Stopwatch.start();
    return true;
  }
}
