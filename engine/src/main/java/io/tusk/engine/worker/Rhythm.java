/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.worker;

import java.time.Duration;
import java.util.function.Supplier;

/**
 * When to ask a store something while a job runs, which costs a request each time: every second in
 * the first minute, then ever more rarely, with a sixtieth of the time so far between two times,
 * and at last every four seconds. So a wish is heard within {@link #LONGEST}, and whoever takes
 * another for dead that is silent for a minute has missed a dozen of its beats. For one thread.
 */
public final class Rhythm {
  static final Duration LONGEST = Duration.ofSeconds(4);
  static final Duration SHORTEST = Duration.ofSeconds(1);
  private static final int SHARE = 60;

  private final Supplier<Duration> clock;
  private final Duration start;
  private Duration next = SHORTEST;

  /** {@code clock} tells the time since some moment, and is never set. */
  public Rhythm(Supplier<Duration> clock) {
    this.clock = clock;
    this.start = clock.get();
  }

  /** Whether it is time, not before a second; if so, the next pause begins. */
  public boolean isDue() {
    Duration now = clock.get().minus(start);
    if (now.compareTo(next) < 0) {
      return false;
    }
    Duration pause = now.dividedBy(SHARE);
    if (pause.compareTo(SHORTEST) < 0) {
      pause = SHORTEST;
    } else if (pause.compareTo(LONGEST) > 0) {
      pause = LONGEST;
    }
    next = now.plus(pause);
    return true;
  }
}
