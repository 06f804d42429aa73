/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.worker;

import io.tusk.host.Stopwatch;
import io.tusk.pipeline.JobId;

/**
 * The watches of this process: one for each attempt that lanes of it run, from the first of them to
 * the last.
 */
public final class JobWatches {
  private static final PerAttempt<JobWatches> OPEN =
      new PerAttempt<>((config, watches) -> watches.close(config));

  private final JobWatch watch;
  private final Beats beats;

  private JobWatches(JobWatch watch, JobId job) {
    this.watch = watch;
    this.beats = new Beats("tusk-watch-" + job, watch::tick);
  }

  /** A lane's part of a watch. */
  record Membership(PerAttempt<JobWatches>.Lease watches, JobWatch.Observed lane)
      implements AutoCloseable {
    @Override
    public void close() {
      watches.value().watch.leave(lane);
      watches.close();
    }
  }

  static Membership join(LaneConfig config, Assignment work, JobWatch.Observed lane) {
    PerAttempt<JobWatches>.Lease watches = OPEN.open(config, () -> open(work));
    watches.value().watch.join(lane);
    return new Membership(watches, lane);
  }

  private static JobWatches open(Assignment work) {
    JobContext context = work.context();
    JobWatch watch =
        new JobWatch(
            work.store(),
            context.job(),
            JobDeadline.of(context.job(), context.version().spec()),
            Stopwatch.start()::elapsed);
    return new JobWatches(watch, context.job().id());
  }

  private void close(LaneConfig config) {
    beats.hurry(() -> watch.tellLast(config.lanes()));
    beats.close();
  }

  /** Has the lanes of a job in this process see at once what is wished of them. */
  public static void hurry(JobId job) {
    OPEN.all(config -> config.job().equals(job))
        .forEach(open -> open.beats.hurry(open.watch::look));
  }
}
