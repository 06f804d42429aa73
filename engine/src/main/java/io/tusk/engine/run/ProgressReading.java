/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.run;

import io.tusk.engine.work.JobWork;
import io.tusk.engine.work.ProcessProgress;
import io.tusk.engine.work.Progress;
import io.tusk.engine.worker.Rhythm;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

/** How far the lanes of a job are, read no more often than they tell it. For one thread. */
final class ProgressReading {
  private final Rhythm rhythm;
  private List<Progress> last = List.of();

  /** {@code clock} tells the time since some moment, and is never set. */
  ProgressReading(Supplier<Duration> clock) {
    this.rhythm = new Rhythm(clock);
  }

  /** As it was read last. */
  List<Progress> of(JobWork work, long attempt) {
    if (rhythm.isDue()) {
      last = ProcessProgress.ofLanes(work.progress(attempt));
    }
    return last;
  }
}
