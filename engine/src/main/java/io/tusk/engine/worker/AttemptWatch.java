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
import java.util.concurrent.atomic.AtomicBoolean;
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
  private final JobId job;
  private final long attempt;
  private final ScheduledExecutorService timer;
  private final ScheduledFuture<?> beating;
  private final AtomicLong beats = new AtomicLong();
  private final AtomicBoolean lost;

  /**
   * @param progress what to tell at a beat
   * @param lost becomes true when somebody else has the job now, or it is at its end
   */
  AttemptWatch(
      TuskStore store,
      JobWork work,
      JobId job,
      long attempt,
      int lane,
      LongFunction<Progress> progress,
      AtomicBoolean lost) {
    this.lost = lost;
    this.store = store;
    this.job = job;
    this.attempt = attempt;
    this.timer =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "tusk-watch-" + job);
              thread.setDaemon(true);
              return thread;
            });
    this.beating =
        timer.scheduleWithFixedDelay(
            () -> beat(work, lane, progress), 0, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
  }

  private void beat(JobWork work, int lane, LongFunction<Progress> progress) {
    try {
      work.progress(attempt, lane, progress.apply(beats.incrementAndGet()));
      Optional<Job> now = new JobCatalog(store.snapshot().catalog()).job(job);
      if (now.isEmpty()
          || now.get().state() != JobState.RUNNING
          || now.get().attempt() != attempt) {
        lost.set(true);
      }
    } catch (RuntimeException e) {
      // A store that does not answer now is asked again; the commit decides in any case. Whatever
      // else is wrong must not end the beats.
      LOG.debug("the state of job {} cannot be read", job, e);
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
