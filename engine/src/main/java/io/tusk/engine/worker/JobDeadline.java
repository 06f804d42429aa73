/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.worker;

import io.tusk.pipeline.Job;
import io.tusk.pipeline.JobChanges;
import io.tusk.pipeline.JobId;
import io.tusk.pipeline.JobState;
import io.tusk.repo.TuskStore;
import io.tusk.spec.PipelineSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * When a job is killed by its {@code job_timeout}: so long after it was first taken up, whatever
 * the attempt, by the clock of whoever looks.
 */
public final class JobDeadline {
  private final JobId job;
  private final long attempt;
  private final Duration limit;
  private final Instant end;

  private JobDeadline(JobId job, long attempt, Duration limit, Instant end) {
    this.job = job;
    this.attempt = attempt;
    this.limit = limit;
    this.end = end;
  }

  /** The deadline of a job that was taken up; nothing without a limit. */
  public static Optional<JobDeadline> of(Job job, PipelineSpec spec) {
    return spec.jobTimeout()
        .map(
            limit ->
                new JobDeadline(
                    job.id(), job.attempt(), limit, job.started().orElseThrow().plus(limit)));
  }

  /** Kills the job if its time is over and it is still that attempt's. */
  public void enforce(TuskStore store) {
    if (store.host().clock().instant().isBefore(end)) {
      return;
    }
    String reason =
        "job timed out: it ran for longer than "
            + limit.toMillis() / 1000.0
            + " s, its job_timeout; raise it or make the job faster";
    // Nothing happens when it has ended, or another has it, or its pipeline is gone.
    JobEnd.fail(store, job, attempt, JobChanges.Ending.without(JobState.KILLED, reason));
  }
}
