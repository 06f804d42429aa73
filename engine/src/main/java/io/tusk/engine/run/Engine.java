/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.run;

import io.tusk.engine.work.JobWork;
import io.tusk.engine.worker.JobDeadline;
import io.tusk.engine.worker.WorkerStores;
import io.tusk.error.ErrorCode;
import io.tusk.error.TuskException;
import io.tusk.host.Stopwatch;
import io.tusk.log.Operation;
import io.tusk.name.PipelineName;
import io.tusk.pipeline.Job;
import io.tusk.pipeline.JobCatalog;
import io.tusk.pipeline.JobChanges;
import io.tusk.pipeline.JobId;
import io.tusk.pipeline.JobOwner;
import io.tusk.pipeline.JobState;
import io.tusk.pipeline.PipelineCatalog;
import io.tusk.repo.Catalog;
import io.tusk.repo.Commit;
import io.tusk.repo.TuskStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
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

/**
 * Runs all pending jobs: a chain in order, jobs of one pipeline one after another, independent
 * pipelines at the same time. Several engines may do so at once; each job is run by one of them.
 */
public final class Engine {
  private static final Duration POLL = Duration.ofMillis(250);

  /** How long an interrupted engine waits for its lanes, which look at their job every second. */
  private static final Duration LANES_END = Duration.ofSeconds(4);

  private final TuskStore store;
  private final EngineOptions options;
  private final EngineListener listener;
  private final ProcessIdentity identity = ProcessIdentity.ofThisHost();
  private final Liveness liveness;
  private final Leftovers leftovers;
  private final AtomicInteger runnersStarted = new AtomicInteger();
  private final String nonce;
  private final AtomicBoolean interrupted = new AtomicBoolean();

  public Engine(TuskStore store, EngineOptions options, EngineListener listener) {
    this.store = store;
    this.options = options;
    this.listener = listener;
    this.nonce = store.host().randomId();
    this.liveness =
        new Liveness(identity, id -> new JobWork(store, id), options.deadAfter(), Stopwatch::start);
    this.leftovers = new Leftovers(store);
  }

  /** A job that this engine has run, and what went wrong that is not the user's. */
  private record Finished(JobId job, Optional<TuskException> failure) {}

  /** How a pending job stands. */
  private enum Readiness {
    READY,
    /** Something that it follows is pending. */
    BLOCKED,
    /** Another engine has it. */
    TAKEN,
    UNRUNNABLE
  }

  /**
   * Runs until no job is pending, those included that other engines run.
   *
   * @throws TuskException when Tusk, the store or the host is at fault; jobs that run go on to
   *     their end first
   */
  public RunReport runPending() throws InterruptedException {
    ExecutorService threads = Executors.newCachedThreadPool();
    WorkerStores.share(store);
    ProcessIdentity.started(nonce);
    try {
      leftovers.clearAll();
      return new Loop(new ExecutorCompletionService<>(threads)).run();
    } finally {
      threads.shutdownNow();
      threads.awaitTermination(10, TimeUnit.SECONDS);
      ProcessIdentity.ended(nonce);
      WorkerStores.withdraw(store);
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
  private record Taken(long attempt, Optional<JobDeadline> deadline) {}

  private final class Loop {
    private final CompletionService<Finished> running;
    private final Map<JobId, Taken> mine = new HashMap<>();

    private final Set<JobId> awaited = new HashSet<>();
    private final List<Job> ended = new ArrayList<>();
    private Optional<TuskException> failure = Optional.empty();

    Loop(CompletionService<Finished> running) {
      this.running = running;
    }

    RunReport run() throws InterruptedException {
      while (true) {
        if (interrupted.get()) {
          return interrupt();
        }
        boolean waitForOthers = failure.isEmpty() && startReady();
        if (mine.isEmpty() && !waitForOthers) {
          break;
        }
        Future<Finished> done = running.poll(POLL.toMillis(), TimeUnit.MILLISECONDS);
        if (done != null) {
          finished(resultOf(done));
        } else {
          mine.forEach(this::reportProgress);
          mine.values().forEach(job -> job.deadline().ifPresent(time -> time.enforce(store)));
        }
      }
      reportEnded();
      if (failure.isPresent()) {
        throw failure.get();
      }
      return new RunReport(List.copyOf(ended), runnersStarted.get());
    }

    /** Never returns normally. */
    private RunReport interrupt() throws InterruptedException {
      int killed = 0;
      for (Map.Entry<JobId, Taken> job : mine.entrySet()) {
        killed += kill(job.getKey(), job.getValue().attempt()) ? 1 : 0;
      }
      Stopwatch watch = Stopwatch.start();
      while (!mine.isEmpty() && watch.elapsed().compareTo(LANES_END) < 0) {
        Future<Finished> done = running.poll(POLL.toMillis(), TimeUnit.MILLISECONDS);
        if (done != null) {
          finished(resultOf(done));
        }
      }
      reportEnded();
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
      return fail(id, attempt, ending);
    }

    private void reportProgress(JobId id, Taken job) {
      if (listener.wantsProgress()) {
        listener.progress(id, new JobWork(store, id).progress(job.attempt()));
      }
    }

    /** Starts what can be started; says whether jobs are left that others run. */
    private boolean startReady() {
      boolean others = false;
      Catalog catalog = store.snapshot().catalog();
      reportEnded(catalog);
      Set<PipelineName> busy = new HashSet<>();
      // A job of ours that was killed still stops; the next one waits, so that it sees its results.
      mine.keySet().forEach(id -> busy.add(id.pipeline()));
      for (Job job : new JobCatalog(catalog).pending()) {
        boolean first = busy.add(job.id().pipeline());
        if (mine.containsKey(job.id())) {
          continue;
        }
        switch (first ? readiness(catalog, job) : Readiness.BLOCKED) {
          case READY -> {
            awaited.add(job.id());
            others |= !start(job);
          }
          case UNRUNNABLE -> {
            awaited.add(job.id());
            endUnrunnable(catalog, job);
            return true;
          }
          case TAKEN -> {
            if (awaited.add(job.id())) {
              listener.waiting(job.id());
            }
            others = true;
          }
          case BLOCKED -> awaited.add(job.id());
        }
      }
      return others;
    }

    /** Whether this engine has the job now; otherwise another was faster. */
    private boolean start(Job job) {
      JobOwner owner = identity.owner(nonce);
      long seen = job.attempt();
      Optional<Job> taken =
          store.transact(
              new Operation("take up job", job.id().toString()),
              tx -> JobChanges.takeUp(tx, job.id(), seen, owner));
      if (taken.isPresent()) {
        mine.put(job.id(), new Taken(taken.get().attempt(), deadline(taken.get())));
        running.submit(() -> run(taken.get()));
      }
      return taken.isPresent();
    }

    private Finished run(Job job) {
      Optional<TuskException> fault = Optional.empty();
      try {
        new JobRun(store, options, listener, runnersStarted::incrementAndGet).run(job);
      } catch (TuskException e) {
        fault = Optional.of(e);
      } catch (RuntimeException | Error e) {
        fault =
            Optional.of(
                new TuskException(ErrorCode.INTERNAL, "job " + job.id() + " broke down: " + e, e));
      }
      try {
        if (fault.isPresent()) {
          fault = settle(job, fault.get());
        }
        leftovers.clear(job.id());
      } catch (TuskException e) {
        fault = fault.or(() -> Optional.of(e));
      }
      return new Finished(job.id(), fault);
    }

    /**
     * What is left of a fault for the caller of the engine: nothing when the job is no longer this
     * attempt's, or when the pipeline is to blame, and then the job fails.
     */
    private Optional<TuskException> settle(Job job, TuskException fault) {
      if (isOvertaken(job)) {
        return Optional.empty();
      }
      if (fault.code() != ErrorCode.INVALID) {
        return Optional.of(fault);
      }
      fail(
          job.id(), job.attempt(), JobChanges.Ending.without(JobState.FAILURE, fault.getMessage()));
      return Optional.empty();
    }

    /** Whether it did; not when the job was ended or taken over meanwhile. */
    private boolean fail(JobId id, long attempt, JobChanges.Ending ending) {
      try {
        store.transact(
            new Operation(
                ending.state() == JobState.KILLED ? "kill job" : "finish job", id.toString()),
            tx -> {
              JobChanges.fail(tx, id, attempt, ending);
              return null;
            });
        return true;
      } catch (TuskException e) {
        if (e.code() != ErrorCode.CONFLICT && e.code() != ErrorCode.NOT_FOUND) {
          throw e;
        }
        return false;
      }
    }

    private void finished(Finished finished) {
      mine.remove(finished.job());
      failure = failure.or(finished::failure);
    }

    private Finished resultOf(Future<Finished> done) throws InterruptedException {
      try {
        return done.get();
      } catch (ExecutionException e) {
        throw new TuskException(ErrorCode.INTERNAL, "a job broke down: " + e.getCause(), e);
      }
    }

    private boolean isOvertaken(Job mine) {
      Optional<Job> now = new JobCatalog(store.snapshot().catalog()).job(mine.id());
      return now.isEmpty()
          || now.get().state().isTerminal()
          || now.get().attempt() != mine.attempt();
    }

    private void reportEnded() {
      reportEnded(store.snapshot().catalog());
    }

    private void reportEnded(Catalog catalog) {
      JobCatalog jobs = new JobCatalog(catalog);
      List<Job> now = new ArrayList<>();
      for (JobId id : awaited) {
        jobs.job(id).filter(job -> job.state().isTerminal()).ifPresent(now::add);
      }
      now.sort(java.util.Comparator.comparing(job -> job.finished().orElseThrow()));
      for (Job job : now) {
        awaited.remove(job.id());
        ended.add(job);
        listener.ended(job);
      }
    }

    private void endUnrunnable(Catalog catalog, Job job) {
      List<String> failed =
          upstream(catalog, job).stream()
              .filter(commit -> commit.error().isPresent())
              .map(commit -> commit.repo().toString())
              .toList();
      store.transact(
          new Operation("finish job", job.id().toString()),
          tx -> {
            JobChanges.unrunnable(tx, job.id(), failed);
            return null;
          });
    }
  }

  private Optional<JobDeadline> deadline(Job job) {
    return new PipelineCatalog(store.snapshot().catalog())
        .version(job.id().pipeline(), job.version())
        .flatMap(version -> JobDeadline.of(job, version.spec()));
  }

  private Readiness readiness(Catalog catalog, Job job) {
    List<Commit> upstream = upstream(catalog, job);
    if (upstream.stream().anyMatch(Commit::isOpen)) {
      return Readiness.BLOCKED;
    }
    if (upstream.stream().anyMatch(commit -> commit.error().isPresent())) {
      return Readiness.UNRUNNABLE;
    }
    boolean ownedHere = job.owner().filter(owner -> owner.nonce().equals(nonce)).isPresent();
    if (job.state() == JobState.RUNNING && !ownedHere && !liveness.isDead(job)) {
      return Readiness.TAKEN;
    }
    return Readiness.READY;
  }

  private static List<Commit> upstream(Catalog catalog, Job job) {
    Commit output = catalog.requireCommit(job.id().pipeline().repo(), job.id().set());
    return output.provenance().stream()
        .map(found -> catalog.requireCommit(found.branch().repo(), found.commit()))
        .toList();
  }
}
