/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.worker;

import io.tusk.engine.work.JobWork;
import io.tusk.engine.work.Progress;
import io.tusk.pipeline.Job;
import io.tusk.pipeline.JobCatalog;
import io.tusk.pipeline.JobId;
import io.tusk.pipeline.JobState;
import io.tusk.repo.TuskStore;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Beside a lane: tells observers every second that it lives, and notices when the job is no longer
 * this attempt's.
 */
final class AttemptWatch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(AttemptWatch.class);
  private static final long PERIOD_MILLIS = 1_000;
  private static final long LAST_BEAT_SECONDS = 10;

  private final TuskStore store;
  private final Watched watched;
  private final Runnable stop;
  private final ScheduledExecutorService timer;
  private final ScheduledFuture<?> beating;
  private final AtomicLong beats = new AtomicLong();

  /**
   * What is watched.
   *
   * @param deadline when the job is to be killed, if it has a limit
   */
  record Watched(JobId job, long attempt, Optional<JobDeadline> deadline) {}

  /**
   * @param progress what to tell at a beat
   * @param stop called when somebody else has the job now, or it is at its end; perhaps repeatedly
   */
  AttemptWatch(
      TuskStore store,
      JobWork work,
      Watched watched,
      int lane,
      LongFunction<Progress> progress,
      Runnable stop) {
    this.store = store;
    this.watched = watched;
    this.stop = stop;
    this.timer =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "tusk-watch-" + watched.job());
              thread.setDaemon(true);
              return thread;
            });
    this.beating =
        timer.scheduleWithFixedDelay(
            () -> beat(work, lane, progress), 0, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
  }

  private void beat(JobWork work, int lane, LongFunction<Progress> progress) {
    try {
      work.progress(watched.attempt(), lane, progress.apply(beats.incrementAndGet()));
      watched.deadline().ifPresent(deadline -> deadline.enforce(store));
      Optional<Job> now = new JobCatalog(store.snapshot().catalog()).job(watched.job());
      if (now.isEmpty()
          || now.get().state() != JobState.RUNNING
          || now.get().attempt() != watched.attempt()) {
        stop.run();
      }
    } catch (RuntimeException e) {
      // A store that does not answer now is asked again; the commit decides in any case. Whatever
      // else is wrong must not end the beats.
      LOG.debug("the state of job {} cannot be read", watched.job(), e);
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
