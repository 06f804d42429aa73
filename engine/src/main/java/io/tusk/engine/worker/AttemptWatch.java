/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.worker;

import io.tusk.engine.transform.DatumTries;
import io.tusk.engine.work.CurrentDatum;
import io.tusk.engine.work.JobWork;
import io.tusk.engine.work.Progress;
import io.tusk.pipeline.DatumRestart;
import io.tusk.pipeline.Job;
import io.tusk.pipeline.JobCatalog;
import io.tusk.pipeline.JobState;
import io.tusk.repo.TuskStore;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Beside a lane: tells observers every second that it lives and what it runs, and notices what is
 * wished of it: that the job is no longer this attempt's, or that datums begin anew.
 */
final class AttemptWatch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(AttemptWatch.class);
  private static final long PERIOD_MILLIS = 1_000;
  private static final long LAST_BEAT_SECONDS = 10;

  private final TuskStore store;
  private final JobWork work;
  private final Watched watched;
  private final Observed lane;
  private final ScheduledExecutorService timer;
  private final ScheduledFuture<?> beating;
  private long beats;
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
    this.timer =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "tusk-watch-" + watched.job().id());
              thread.setDaemon(true);
              return thread;
            });
    this.beating =
        timer.scheduleWithFixedDelay(this::beat, 0, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
  }

  private static long newest(Job job) {
    return job.restarts().stream().mapToLong(DatumRestart::number).max().orElse(0);
  }

  private void beat() {
    Job mine = watched.job();
    try {
      beats++;
      work.progress(mine.attempt(), watched.lane(), lane.progress(beats));
      tellCurrent();
      watched.deadline().ifPresent(deadline -> deadline.enforce(store));
      Optional<Job> now = new JobCatalog(store.snapshot().catalog()).job(mine.id());
      if (now.isEmpty()
          || now.get().state() != JobState.RUNNING
          || now.get().attempt() != mine.attempt()) {
        lane.stop();
      } else {
        now.get().restarts().stream()
            .filter(restart -> restart.number() > heard)
            .forEach(lane::restart);
        heard = Math.max(heard, newest(now.get()));
      }
    } catch (RuntimeException e) {
      // A store that does not answer now is asked again; the commit decides in any case. Whatever
      // else is wrong must not end the beats.
      LOG.debug("the state of job {} cannot be read", mine.id(), e);
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
    // A beat that is on its way must not come after what the job's end deletes.
    beating.cancel(false);
    timer.shutdown();
    try {
      if (!timer.awaitTermination(LAST_BEAT_SECONDS, TimeUnit.SECONDS)) {
        timer.shutdownNow();
      }
    } catch (InterruptedException e) {
      timer.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }
}
