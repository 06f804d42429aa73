/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.run;

import io.tusk.engine.work.JobWork;
import io.tusk.error.TuskException;
import io.tusk.host.Stopwatch;
import io.tusk.repo.TuskStore;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * Runs all pending jobs: a chain in order, jobs of one pipeline one after another, independent
 * pipelines at the same time. Several engines may do so at once; each job is run by one of them.
 */
public final class Engine {
  private static final Duration POLL = Duration.ofMillis(250);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(250);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

  private final TuskStore store;
  private final Leftovers leftovers;
  private final JobLoop.Site site;
  private final AtomicInteger runnersStarted = new AtomicInteger();
  private final Runner runner;
  private final String nonce;
  private final AtomicBoolean interrupted = new AtomicBoolean();

  public Engine(TuskStore store, EngineOptions options, EngineListener listener) {
    this(store, options, listener, Optional.empty());
  }

  /** {@code runner}: what jobs run on instead of Beam. */
  Engine(TuskStore store, EngineOptions options, EngineListener listener, Optional<Runner> runner) {
    this.store = store;
    this.runner =
        runner.orElseGet(
            () -> new BeamRunner(options.runnerArgs(), runnersStarted::incrementAndGet));
    this.nonce = store.host().randomId();
    this.leftovers = new Leftovers(store);
    ProcessIdentity identity = ProcessIdentity.ofThisHost();
    this.site =
        new JobLoop.Site(
            store,
            options,
            listener,
            new JobEnds(store, new JobRun(store, options, listener, this.runner), leftovers),
            new Liveness(
                identity,
                id -> new JobWork(store, id),
                options.deadAfter(),
                Stopwatch.start()::elapsed),
            identity,
            this.runner,
            nonce);
  }

  /**
   * Runs until no job is pending, those included that other engines run; a detached run, until
   * nothing is left that could be submitted, and all that was submitted before is seen to go on.
   *
   * @throws TuskException when Tusk, the store or the host is at fault; jobs that run go on to
   *     their end first
   */
  public RunReport runPending() throws InterruptedException {
    return during(this::run);
  }

  /**
   * As {@link #runPending()}, after all that is due now.
   *
   * @throws TuskException also STORAGE or OUTCOME_UNKNOWN where that cannot be done
   */
  public RunReport runPending(Timetable first) throws InterruptedException {
    first.catchUp(interrupted::get);
    return runPending();
  }

  /**
   * Runs jobs as they come, and does what {@code timetable} says as it becomes due, until {@link
   * #interrupt}. Faults of one pipeline stop no other, and a store that is away for a while is
   * waited for; what fails is tried again, ever more rarely.
   *
   * @param told is told what fails, once
   * @throws TuskException INTERRUPTED when jobs were killed at the end; CORRUPT or FORMAT for a
   *     store that cannot be read at all
   */
  public void watch(Timetable timetable, TimedListener told) throws InterruptedException {
    watch(timetable, told, Stopwatch.start()::elapsed);
  }

  /** {@code elapsed} tells the time since some moment, and is never set. */
  void watch(Timetable timetable, TimedListener told, Supplier<Duration> elapsed)
      throws InterruptedException {
    during(
        loop -> {
          new Watch(store, loop, timetable, told, elapsed, interrupted::get).run();
          return null;
        });
  }

  private interface Body<T> {
    T run(JobLoop loop) throws InterruptedException;
  }

  private <T> T during(Body<T> body) throws InterruptedException {
    ExecutorService threads = Executors.newCachedThreadPool();
    ProcessIdentity.started(nonce);
    try {
      leftovers.clearAll();
      return body.run(new JobLoop(site, new ExecutorCompletionService<>(threads)));
    } finally {
      threads.shutdownNow();
      // An interrupted run has waited before.
      threads.awaitTermination(interrupted.get() ? 500 : 10_000, TimeUnit.MILLISECONDS);
      ProcessIdentity.ended(nonce);
      runner.close();
    }
  }

  /**
   * Ends the run, from any thread: the jobs that this engine runs are killed, others stay as they
   * are, and {@link #runPending} or {@link #watch} ends within five seconds.
   */
  public void interrupt() {
    interrupted.set(true);
  }

  /** Runs what is pending to its end. */
  private RunReport run(JobLoop loop) throws InterruptedException {
    Pace pace = new Pace(FIRST_PAUSE, LONGEST_PAUSE, Stopwatch.start()::elapsed);
    boolean othersRun = guarded(loop, pace);
    while (loop.isRunning() || othersRun) {
      if (interrupted.get()) {
        throw Interruption.of(loop);
      }
      if (loop.await(!loop.isRunning() && pace.isHurried() ? Duration.ZERO : POLL)) {
        pace.hurry();
      }
      if (loop.fault().isPresent()) {
        othersRun = false;
      } else if (!interrupted.get() && pace.isDue()) {
        othersRun = guarded(loop, pace);
      }
    }
    if (interrupted.get()) {
      throw Interruption.of(loop);
    }
    if (loop.fault().isPresent()) {
      loop.reportEnded(store.snapshot().catalog());
      throw loop.fault().get();
    }
    return loop.report(runnersStarted.get());
  }

  /** What goes wrong ends the run once its jobs have ended. */
  private static boolean guarded(JobLoop loop, Pace pace) {
    try {
      return look(loop, pace);
    } catch (TuskException e) {
      loop.fail(e);
      return false;
    }
  }

  private static boolean look(JobLoop loop, Pace pace) {
    JobLoop.Look found = loop.look(loop.see(), pipeline -> true);
    if (found.again()) {
      pace.hurry();
    } else if (found.started()) {
      pace.restart();
    }
    return found.othersRun();
  }
}
