/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.run;

import io.tusk.pipeline.Job;
import io.tusk.pipeline.JobId;
import io.tusk.repo.Commit;
import java.util.List;

/**
 * What a run of all pending jobs came to.
 *
 * @param ended the jobs that ended, in the order in which they did
 * @param deleted jobs that somebody deleted before they ended, mostly with their pipeline
 * @param runnersStarted how many Beam pipelines were started for them
 * @param waiting jobs that a user's open commit keeps from running; not those that follow these
 * @param submitted jobs that go on without this engine
 * @param elsewhere jobs that others are at work on, which only a detached run leaves to them
 */
public record RunReport(
    List<Job> ended,
    List<JobId> deleted,
    int runnersStarted,
    List<Waiting> waiting,
    List<JobId> submitted,
    List<JobId> elsewhere) {
  /**
   * A job that cannot run yet.
   *
   * @param read what it reads, and is open
   */
  public record Waiting(JobId job, Commit read) {}
}
