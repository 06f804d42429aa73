/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.worker;

import io.tusk.engine.work.JobWork;
import io.tusk.host.Stopwatch;
import java.time.Clock;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Does something every second while a step of a job is under way; what is shorter costs none. */
public final class Beats implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Beats.class);
  private static final long PERIOD_MILLIS = 1_000;
  private static final long LAST_BEAT_SECONDS = 10;

  private final ScheduledExecutorService timer;
  private final ScheduledFuture<?> beating;

  Beats(String thread, Runnable tick) {
    this.timer =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread made = new Thread(task, thread);
              made.setDaemon(true);
              return made;
            });
    this.beating =
        timer.scheduleWithFixedDelay(
            () -> run(tick), PERIOD_MILLIS, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
  }

  /** Does a step of a job, and meanwhile tells observers that who does it lives. */
  public static <T> T during(JobWork work, long attempt, JobWork.Step step, Supplier<T> action) {
    AtomicLong beat = new AtomicLong();
    Rhythm rhythm = new Rhythm(Stopwatch.start()::elapsed);
    Runnable tick =
        () -> {
          if (rhythm.isDue()) {
            work.beat(attempt, step, beat.incrementAndGet());
          }
        };
    return during("tusk-beat", tick, action);
  }

  /**
   * As {@link #during(JobWork, long, JobWork.Step, Supplier)}, where many do parts of the step, at
   * once and one after the other, each perhaps for less than a second: tells at once that it lives,
   * and by the clock, as each would begin to count anew.
   */
  static <T> T duringPart(
      JobWork work, long attempt, JobWork.Step step, Clock clock, Supplier<T> action) {
    Runnable beat = () -> work.beat(attempt, step, clock.millis());
    Rhythm rhythm = new Rhythm(Stopwatch.start()::elapsed);
    Runnable tick =
        () -> {
          if (rhythm.isDue()) {
            beat.run();
          }
        };
    Beats beats = new Beats("tusk-beat", tick);
    try {
      beats.hurry(beat);
      return action.get();
    } finally {
      beats.close();
    }
  }

  /** Does something, and {@code tick} each second meanwhile, in a thread of that name. */
  public static <T> T during(String thread, Runnable tick, Supplier<T> action) {
    Beats beats = new Beats(thread, tick);
    try {
      return action.get();
    } finally {
      beats.close();
    }
  }

  /** Does something at once, in the thread of the beats, unless they are over. */
  void hurry(Runnable action) {
    try {
      timer.execute(() -> run(action));
    } catch (RejectedExecutionException e) {
      LOG.debug("the beats are over", e);
    }
  }

  private static void run(Runnable tick) {
    try {
      tick.run();
    } catch (RuntimeException e) {
      // A store that does not answer now is asked again; the commit decides in any case. Whatever
      // else is wrong must not end the beats.
      LOG.debug("a beat failed", e);
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
