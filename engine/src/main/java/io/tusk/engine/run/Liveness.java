/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.run;

import io.tusk.engine.work.JobWork;
import io.tusk.engine.work.Progress;
import io.tusk.pipeline.Job;
import io.tusk.pipeline.JobId;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Judges whether the engine that has a job lives. On this host its process is looked up. Elsewhere
 * its progress is watched by this process's own clock: an engine is dead when nothing has moved for
 * the time that was given. Between two looks no more than {@link #LONGEST_STEP} counts, since this
 * process itself may have been suspended, together with the other one perhaps. For one thread.
 */
final class Liveness {
  static final Duration LONGEST_STEP = Duration.ofSeconds(5);

  /** The last look at a job: {@code silent} since its progress moved. */
  private record Seen(long attempt, List<Progress> progress, Duration silent, Duration at) {}

  private final ProcessIdentity identity;
  private final Function<JobId, JobWork> work;
  private final Duration deadAfter;
  private final Supplier<Duration> clock;
  private final Map<JobId, Seen> seen = new HashMap<>();

  /** {@code clock} tells the time since some moment, and is never set. */
  Liveness(
      ProcessIdentity identity,
      Function<JobId, JobWork> work,
      Duration deadAfter,
      Supplier<Duration> clock) {
    this.identity = identity;
    this.work = work;
    this.deadAfter = deadAfter;
    this.clock = clock;
  }

  boolean isDead(Job job) {
    if (job.owner().isPresent() && identity.isOfThisHost(job.owner().get())) {
      return !identity.lives(job.owner().get());
    }
    List<Progress> now = work.apply(job.id()).progress(job.attempt());
    Duration time = clock.get();
    Seen last = seen.get(job.id());
    Duration silent = Duration.ZERO;
    if (last != null && last.attempt() == job.attempt() && last.progress().equals(now)) {
      Duration step = time.minus(last.at());
      silent = last.silent().plus(step.compareTo(LONGEST_STEP) < 0 ? step : LONGEST_STEP);
    }
    seen.put(job.id(), new Seen(job.attempt(), now, silent, time));
    return silent.compareTo(deadAfter) > 0;
  }
}
