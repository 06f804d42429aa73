/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.run;

import io.tusk.engine.work.JobWork;
import io.tusk.engine.worker.JobDeadline;
import io.tusk.engine.worker.JobEnd;
import io.tusk.engine.worker.JobWatches;
import io.tusk.error.ErrorCode;
import io.tusk.error.TuskException;
import io.tusk.host.Stopwatch;
import io.tusk.name.PipelineName;
import io.tusk.pipeline.Job;
import io.tusk.pipeline.JobCatalog;
import io.tusk.pipeline.JobChanges;
import io.tusk.pipeline.JobId;
import io.tusk.pipeline.JobOperation;
import io.tusk.pipeline.JobOwner;
import io.tusk.pipeline.JobState;
import io.tusk.repo.Catalog;
import io.tusk.repo.Snapshot;
import io.tusk.repo.TuskStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs all pending jobs: a chain in order, jobs of one pipeline one after another, independent
 * pipelines at the same time. Several engines may do so at once; each job is run by one of them.
 */
public final class Engine {
  private static final Logger LOG = LoggerFactory.getLogger(Engine.class);
  private static final Duration POLL = Duration.ofMillis(250);
  private static final Duration FRESH = Duration.ofSeconds(1);

  /** How long an interrupted engine waits for its lanes; those of this process see it at once. */
  private static final Duration LANES_END = Duration.ofSeconds(4);

  /** That a job is unrunnable comes after why: both are said at one time. */
  private static final Comparator<Job> ORDER =
      Comparator.comparing((Job job) -> job.finished().orElseThrow())
          .thenComparing(job -> job.state() == JobState.UNRUNNABLE)
          .thenComparing(job -> job.id().toString());

  private final TuskStore store;
  private final EngineOptions options;
  private final EngineListener listener;
  private final ProcessIdentity identity = ProcessIdentity.ofThisHost();
  private final Liveness liveness;
  private final Leftovers leftovers;
  private final JobEnds jobs;
  private final AtomicInteger runnersStarted = new AtomicInteger();
  private final Runner runner;
  private final boolean detached;
  private final boolean outlived;
  private final String nonce;
  private final AtomicBoolean interrupted = new AtomicBoolean();

  public Engine(TuskStore store, EngineOptions options, EngineListener listener) {
    this(store, options, listener, Optional.empty());
  }

  /** {@code runner}: what jobs run on instead of Beam. */
  Engine(TuskStore store, EngineOptions options, EngineListener listener, Optional<Runner> runner) {
    this.store = store;
    this.options = options;
    this.listener = listener;
    this.runner =
        runner.orElseGet(
            () -> new BeamRunner(options.runnerArgs(), runnersStarted::incrementAndGet));
    this.detached = this.runner.isDetached();
    this.outlived = this.runner.outlivesProcess();
    this.nonce = store.host().randomId();
    this.liveness =
        new Liveness(
            identity,
            id -> new JobWork(store, id),
            options.deadAfter(),
            Stopwatch.start()::elapsed);
    this.leftovers = new Leftovers(store);
    this.jobs = new JobEnds(store, new JobRun(store, options, listener, this.runner), leftovers);
  }

  /**
   * Runs until no job is pending, those included that other engines run; a detached run, until
   * nothing is left that could be submitted, and all that was submitted before is seen to go on.
   *
   * @throws TuskException when Tusk, the store or the host is at fault; jobs that run go on to
   *     their end first
   */
  public RunReport runPending() throws InterruptedException {
    ExecutorService threads = Executors.newCachedThreadPool();
    ProcessIdentity.started(nonce);
    try {
      leftovers.clearAll();
      return new Loop(new ExecutorCompletionService<>(threads)).run();
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
   * are, and {@link #runPending} ends within five seconds.
   */
  public void interrupt() {
    interrupted.set(true);
  }

  /** A job that this engine runs. */
  private record Mine(long attempt, Optional<JobDeadline> deadline, ProgressReading reading) {}

  private final class Loop {
    private final CompletionService<JobEnds.Finished> running;
    private final Map<JobId, Mine> mine = new HashMap<>();

    private final Set<JobId> awaited = new HashSet<>();
    private final List<Job> ended = new ArrayList<>();
    private final Set<JobId> reported = new HashSet<>();
    private final Set<JobId> submitted = new LinkedHashSet<>();
    private Optional<TuskException> failure = Optional.empty();
    private final Pace pace = new Pace();
    private List<RunReport.Waiting> waiting = List.of();
    private List<JobId> elsewhere = List.of();

    /** What the store held when a job of this engine had ended; what came later is not in it. */
    private Optional<Seen> seen = Optional.empty();

    /**
     * The newest record that was looked at: what is older may show jobs as blocked that are not.
     */
    private long newest;

    Loop(CompletionService<JobEnds.Finished> running) {
      this.running = running;
    }

    RunReport run() throws InterruptedException {
      boolean othersRun = guarded(this::startReady);
      while (!mine.isEmpty() || othersRun) {
        if (interrupted.get()) {
          return interrupt();
        }
        long wait = mine.isEmpty() && pace.isHurried() ? 0 : POLL.toMillis();
        Future<JobEnds.Finished> done = running.poll(wait, TimeUnit.MILLISECONDS);
        if (done != null) {
          finished(resultOf(done));
          pace.hurry();
        } else {
          mine.forEach(this::reportProgress);
        }
        boolean before = othersRun;
        othersRun = guarded(() -> look(before)) && failure.isEmpty();
      }
      if (interrupted.get()) {
        return interrupt();
      }
      if (failure.isPresent()) {
        reportEnded(store.snapshot().catalog());
        throw failure.get();
      }
      return new RunReport(
          List.copyOf(ended), runnersStarted.get(), waiting, List.copyOf(submitted), elsewhere);
    }

    /** Does what it is time for; says whether jobs are left that others run. */
    private boolean look(boolean othersRun) {
      mine.values().forEach(job -> job.deadline().ifPresent(time -> time.enforce(store)));
      boolean goesOn = failure.isEmpty() && !interrupted.get();
      return (goesOn && pace.isDue()) ? startReady() : othersRun;
    }

    /** What goes wrong ends the run once its jobs have ended. */
    private boolean guarded(BooleanSupplier action) {
      try {
        return action.getAsBoolean();
      } catch (TuskException e) {
        failure = failure.or(() -> Optional.of(e));
        return false;
      }
    }

    /** Never returns normally. */
    private RunReport interrupt() throws InterruptedException {
      int killed = 0;
      for (Map.Entry<JobId, Mine> job : mine.entrySet()) {
        killed += kill(job.getKey(), job.getValue().attempt()) ? 1 : 0;
      }
      Stopwatch watch = Stopwatch.start();
      while (!mine.isEmpty() && watch.elapsed().compareTo(LANES_END) < 0) {
        Future<JobEnds.Finished> done = running.poll(POLL.toMillis(), TimeUnit.MILLISECONDS);
        if (done != null) {
          finished(resultOf(done));
        }
      }
      reportEnded(store.snapshot().catalog());
      throw new TuskException(
          ErrorCode.INTERRUPTED,
          "the run was interrupted; "
              + (killed == 0 ? "no job was" : killed == 1 ? "1 job was" : killed + " jobs were")
              + " killed; results of finished datums are kept, and 'tusk rerun pipeline' goes on"
              + " from them");
    }

    private boolean kill(JobId id, long attempt) {
      JobChanges.Ending ending =
          JobChanges.Ending.without(
              JobState.KILLED, "job killed: the run that it belonged to was interrupted");
      boolean killed = JobEnd.fail(store, id, attempt, ending);
      JobWatches.hurry(id);
      return killed;
    }

    private void reportProgress(JobId id, Mine job) {
      if (listener.wantsProgress()) {
        try {
          listener.progress(id, job.reading().of(new JobWork(store, id), job.attempt()));
        } catch (TuskException e) {
          LOG.debug("the progress of job {} cannot be read now", id, e);
        }
      }
    }

    /** Starts what can be started; says whether jobs are left that others run. */
    private boolean startReady() {
      boolean others = false;
      Seen now =
          seen.filter(last -> last.age().elapsed().compareTo(FRESH) < 0)
              .orElseGet(() -> Seen.of(store));
      seen = Optional.empty();
      newest = Math.max(newest, now.snapshot().record().number());
      Catalog catalog = now.catalog();
      reportEnded(catalog);
      List<RunReport.Waiting> wait = new ArrayList<>();
      List<JobId> taken = new ArrayList<>();
      Set<PipelineName> busy = new HashSet<>();
      // A job of ours that was killed still stops; the next one waits, so that it sees its results.
      mine.keySet().forEach(id -> busy.add(id.pipeline()));
      for (Job job : new JobCatalog(catalog).pending()) {
        boolean first = busy.add(job.id().pipeline());
        if (!options.concerns(job.id().pipeline()) || isKnown(job.id())) {
          continue;
        }
        switch (first ? Readiness.of(catalog, job, this::isElsewhere) : Readiness.BLOCKED) {
          case READY -> {
            awaited.add(job.id());
            others |= !start(now.snapshot(), job);
          }
          case UNRUNNABLE -> {
            awaited.add(job.id());
            endUnrunnable(catalog, job);
            pace.hurry();
            others = true;
          }
          case TAKEN -> {
            taken.add(job.id());
            if (awaited.add(job.id()) && !detached) {
              listener.waiting(job.id());
            }
            others |= !detached || !liveness.isAtWork(job);
          }
          case BLOCKED -> {
            awaited.add(job.id());
            Readiness.openRead(catalog, job)
                .ifPresent(open -> wait.add(new RunReport.Waiting(job.id(), open)));
          }
        }
      }
      waiting = List.copyOf(wait);
      elsewhere = List.copyOf(taken);
      return others;
    }

    private boolean isKnown(JobId job) {
      return mine.containsKey(job) || reported.contains(job) || submitted.contains(job);
    }

    /** Whether this engine has the job now; otherwise another was faster. */
    private boolean start(Snapshot before, Job job) {
      JobOwner owner = outlived ? ProcessIdentity.ofNone(nonce) : identity.owner(nonce);
      long last = job.attempt();
      Optional<TakenUp> taken =
          store.transact(
              JobOperation.TAKE_UP.of(job.id()),
              tx ->
                  JobChanges.takeUp(tx, job.id(), last, owner)
                      .map(now -> new TakenUp(now, before, tx.catalog())));
      if (taken.isPresent()) {
        mine.put(
            job.id(),
            new Mine(
                taken.get().job().attempt(),
                taken.get().deadline(),
                new ProgressReading(Stopwatch.start()::elapsed)));
        pace.restart();
        running.submit(() -> jobs.run(taken.get()));
      }
      return taken.isPresent();
    }

    private void finished(JobEnds.Finished finished) {
      mine.remove(finished.job());
      if (finished.ran() == Runner.Ran.SUBMITTED) {
        awaited.remove(finished.job());
        submitted.add(finished.job());
      }
      failure = failure.or(finished::failure);
      seen = finished.after().filter(after -> after.snapshot().record().number() >= newest);
    }

    private JobEnds.Finished resultOf(Future<JobEnds.Finished> done) throws InterruptedException {
      try {
        return done.get();
      } catch (ExecutionException e) {
        throw new TuskException(ErrorCode.INTERNAL, "a job broke down: " + e.getCause(), e);
      }
    }

    private void reportEnded(Catalog catalog) {
      JobCatalog jobs = new JobCatalog(catalog);
      List<Job> now = new ArrayList<>();
      for (JobId id : awaited) {
        jobs.job(id).filter(job -> job.state().isTerminal()).ifPresent(now::add);
      }
      now.sort(ORDER);
      for (Job job : now) {
        awaited.remove(job.id());
        reported.add(job.id());
        ended.add(job);
        listener.ended(job);
      }
    }

    /** Whether a living engine has the job that is not this one. */
    private boolean isElsewhere(Job job) {
      boolean ownedHere = job.owner().filter(owner -> owner.nonce().equals(nonce)).isPresent();
      return !ownedHere && !liveness.isDead(job);
    }

    private void endUnrunnable(Catalog catalog, Job job) {
      List<String> failed = Readiness.failedUpstream(catalog, job);
      store.transact(
          JobOperation.FINISH.of(job.id()),
          tx -> {
            JobChanges.unrunnable(tx, job.id(), failed);
            return null;
          });
    }
  }
}
