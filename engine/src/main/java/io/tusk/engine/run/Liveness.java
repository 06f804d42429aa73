/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.run;

import io.tusk.engine.work.JobWork;
import io.tusk.engine.work.ProcessProgress;
import io.tusk.pipeline.Job;
import io.tusk.pipeline.JobId;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Judges whether the engine that has a job lives. On this host its process is looked up. Elsewhere
 * its progress is watched by this process's own clock: an engine is dead when nothing has moved for
 * the time that was given, which is to be many beats of {@link io.tusk.engine.worker.Rhythm}.
 * Between two looks no more than {@link #LONGEST_STEP} counts, since this process itself may have
 * been suspended, together with the other one perhaps. For one thread.
 */
final class Liveness {
  static final Duration LONGEST_STEP = Duration.ofSeconds(5);

  /**
   * Silence that is enough when the engine has said that it runs the job no longer: a cluster may
   * still do so that only the engine has lost, and beats every four seconds at the rarest.
   */
  static final Duration GIVEN_UP = Duration.ofSeconds(9);

  /**
   * The last look at a job.
   *
   * @param moved whether its progress has moved since the first look
   * @param silent since its progress moved
   */
  private record Seen(
      long attempt, List<ProcessProgress> progress, boolean moved, Duration silent, Duration at) {}

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
    if (isOfThisHost(job)) {
      return !identity.lives(job.owner().orElseThrow());
    }
    JobWork objects = work.apply(job.id());
    List<ProcessProgress> now = objects.progress(job.attempt());
    Duration time = clock.get();
    Seen last = seen.get(job.id());
    boolean again = last != null && last.attempt() == job.attempt();
    boolean same = again && last.progress().equals(now);
    Duration silent = Duration.ZERO;
    if (same) {
      Duration step = time.minus(last.at());
      silent = last.silent().plus(step.compareTo(LONGEST_STEP) < 0 ? step : LONGEST_STEP);
    }
    boolean moved = again && (last.moved() || !same);
    seen.put(job.id(), new Seen(job.attempt(), now, moved, silent, time));
    return silent.compareTo(deadAfter) > 0
        || (silent.compareTo(GIVEN_UP) > 0 && objects.isGivenUp(job.attempt()));
  }

  /** Whether more is known of a job that is not dead than that: somebody is at work on it. */
  boolean isAtWork(Job job) {
    Seen last = seen.get(job.id());
    return isOfThisHost(job) || (last != null && last.moved());
  }

  /** Forgets all other jobs. */
  void retain(Collection<JobId> jobs) {
    seen.keySet().retainAll(jobs);
  }

  private boolean isOfThisHost(Job job) {
    return job.owner().filter(identity::isOfThisHost).isPresent();
  }
}
