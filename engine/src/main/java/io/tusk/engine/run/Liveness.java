/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.run;

import io.tusk.engine.work.JobWork;
import io.tusk.engine.work.Progress;
import io.tusk.host.Stopwatch;
import io.tusk.pipeline.Job;
import io.tusk.pipeline.JobId;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Judges whether the engine that has a job lives. On this host its process is looked up. Elsewhere
 * its progress is watched by this process's own clock: an engine is dead when nothing has moved for
 * the time that was given.
 */
final class Liveness {
  private record Seen(long attempt, List<Progress> progress, Stopwatch since) {}

  private final ProcessIdentity identity;
  private final Function<JobId, JobWork> work;
  private final Duration deadAfter;
  private final Supplier<Stopwatch> stopwatches;
  private final Map<JobId, Seen> seen = new ConcurrentHashMap<>();

  Liveness(
      ProcessIdentity identity,
      Function<JobId, JobWork> work,
      Duration deadAfter,
      Supplier<Stopwatch> stopwatches) {
    this.identity = identity;
    this.work = work;
    this.deadAfter = deadAfter;
    this.stopwatches = stopwatches;
  }

  boolean isDead(Job job) {
    if (job.owner().isPresent() && identity.isOfThisHost(job.owner().get())) {
      return !identity.lives(job.owner().get());
    }
    List<Progress> now = work.apply(job.id()).progress(job.attempt());
    Seen last = seen.get(job.id());
    if (last == null || last.attempt() != job.attempt() || !last.progress().equals(now)) {
      seen.put(job.id(), new Seen(job.attempt(), now, stopwatches.get()));
      return false;
    }
    return last.since().elapsed().compareTo(deadAfter) > 0;
  }
}
