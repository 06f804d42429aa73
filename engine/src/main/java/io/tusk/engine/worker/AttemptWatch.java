/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.worker;

import io.tusk.engine.transform.DatumTries;
import io.tusk.engine.work.CurrentDatum;
import io.tusk.engine.work.JobWork;
import io.tusk.engine.work.Progress;
import io.tusk.pipeline.DatumRestart;
import io.tusk.pipeline.Job;
import io.tusk.pipeline.JobCatalog;
import io.tusk.repo.TuskStore;
import java.util.Optional;

/**
 * Beside a lane: tells observers every second that it lives and what it runs, and notices what is
 * wished of it: that the job is no longer this attempt's, or that datums begin anew.
 */
final class AttemptWatch implements AutoCloseable {
  private final TuskStore store;
  private final JobWork work;
  private final Watched watched;
  private final Observed lane;
  private final Beats beats;
  private long heard;
  private Optional<DatumTries.Current> lastSeen = Optional.empty();
  private long linesTold;

  /**
   * What is watched.
   *
   * @param deadline when the job is to be killed, if it has a limit
   */
  record Watched(Job job, int lane, Optional<JobDeadline> deadline) {}

  /** The lane; called by another thread than its own. */
  interface Observed {
    Progress progress(long beat);

    Optional<DatumTries.Current> current();

    /** Somebody else has the job now, or it is at its end; perhaps said repeatedly. */
    void stop();

    void restart(DatumRestart restart);
  }

  AttemptWatch(TuskStore store, JobWork work, Watched watched, Observed lane) {
    this.store = store;
    this.work = work;
    this.watched = watched;
    this.lane = lane;
    this.heard = newest(watched.job());
    this.beats = new Beats("tusk-watch-" + watched.job().id(), this::beat);
  }

  private static long newest(Job job) {
    return job.restarts().stream().mapToLong(DatumRestart::number).max().orElse(0);
  }

  private void beat(long number) {
    Job mine = watched.job();
    work.progress(mine.attempt(), watched.lane(), lane.progress(number));
    tellCurrent();
    watched.deadline().ifPresent(deadline -> deadline.enforce(store));
    Optional<Job> now = new JobCatalog(store.snapshot().catalog()).job(mine.id());
    if (now.filter(job -> job.isRun(mine.attempt())).isEmpty()) {
      lane.stop();
    } else {
      now.get().restarts().stream()
          .filter(restart -> restart.number() > heard)
          .forEach(lane::restart);
      heard = Math.max(heard, newest(now.get()));
    }
  }

  /** Of a try that runs since the last beat or longer, when there is something new to tell. */
  private void tellCurrent() {
    Optional<DatumTries.Current> now = lane.current();
    boolean same = now.isPresent() && now.equals(lastSeen);
    if (!same) {
      lastSeen = now;
      linesTold = -1;
      return;
    }
    DatumTries.Current current = now.get();
    long lines = current.log().lines();
    if (lines != linesTold) {
      work.current(
          watched.job().attempt(),
          watched.lane(),
          new CurrentDatum(
              current.datum().key(),
              current.datum().id(),
              current.number(),
              current.started(),
              current.log().bytes()));
      linesTold = lines;
    }
  }

  @Override
  public void close() {
    beats.close();
  }
}
