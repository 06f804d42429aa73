/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.run;

import java.time.Duration;
import java.util.function.Supplier;

/**
 * When to look at the store again: soon at first, then more and more rarely, as each look costs
 * requests and a long job needs few.
 */
final class Pace {
  private final Duration first;
  private final Duration longest;
  private final Supplier<Duration> elapsed;
  private Duration pause;
  private Duration since;

  /** {@code elapsed} tells the time since some moment, and is never set. */
  Pace(Duration first, Duration longest, Supplier<Duration> elapsed) {
    this.first = first;
    this.longest = longest;
    this.elapsed = elapsed;
    this.pause = first;
    this.since = elapsed.get();
  }

  /** Begins with short pauses again. */
  void restart() {
    pause = first;
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
    if (!left().isZero()) {
      return false;
    }
    begin();
    return true;
  }

  /** Begins the next pause now. */
  void begin() {
    Duration doubled = pause.isZero() ? first : pause.multipliedBy(2);
    pause = doubled.compareTo(longest) < 0 ? doubled : longest;
    since = elapsed.get();
  }

  /** How long it is until then. */
  Duration left() {
    Duration left = since.plus(pause).minus(elapsed.get());
    return left.isNegative() ? Duration.ZERO : left;
  }
}
