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
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The jobs that an engine runs, and those that it awaits. For one thread. */
final class JobLoop {
  private static final Logger LOG = LoggerFactory.getLogger(JobLoop.class);
  private static final Duration FRESH = Duration.ofSeconds(1);

  /** How long an interrupted engine waits for its lanes; those of this process see it at once. */
  private static final Duration LANES_END = Duration.ofSeconds(4);

  private static final Duration POLL = Duration.ofMillis(250);

  /** That a job is unrunnable comes after why: both are said at one time. */
  private static final Comparator<Job> ORDER =
      Comparator.comparing((Job job) -> job.finished().orElseThrow())
          .thenComparing(job -> job.state() == JobState.UNRUNNABLE)
          .thenComparing(job -> job.id().toString());

  /**
   * The engine that the jobs belong to.
   *
   * @param runner says whether its jobs go on without it
   * @param nonce tells it from all others
   */
  record Site(
      TuskStore store,
      EngineOptions options,
      EngineListener listener,
      JobEnds jobs,
      Liveness liveness,
      ProcessIdentity identity,
      Runner runner,
      String nonce) {}

  /**
   * What was found at a look at the store.
   *
   * @param othersRun whether jobs are left that others run, and that are to be waited for
   * @param watched whether jobs are left whose engines may die
   * @param again whether another look may find more at once
   * @param started whether a job was taken up
   */
  record Look(boolean othersRun, boolean watched, boolean again, boolean started) {}

  /** What went wrong with a job that is not the user's fault. */
  record Fault(JobId job, TuskException why) {}

  /** A job that this engine runs. */
  private record Mine(long attempt, Optional<JobDeadline> deadline, ProgressReading reading) {}

  private final Site site;
  private final TuskStore store;
  private final CompletionService<JobEnds.Finished> running;
  private final Map<JobId, Mine> mine = new HashMap<>();
  private final Set<JobId> awaited = new HashSet<>();
  private final Set<PipelineName> othersTurn = new HashSet<>();
  private final List<Job> ended = new ArrayList<>();
  private final List<JobId> deleted = new ArrayList<>();
  private final Set<JobId> reported = new HashSet<>();
  private final Set<JobId> submitted = new LinkedHashSet<>();

  /** Those that were submitted some time ago: like jobs of others, they may be dead. */
  private final Set<JobId> released = new HashSet<>();

  private final List<Fault> faults = new ArrayList<>();

  /** Of the last look; finding out takes time, with many that wait for each other. */
  private Supplier<List<RunReport.Waiting>> waiting = List::of;

  private List<JobId> elsewhere = List.of();
  private Optional<TuskException> failure = Optional.empty();

  /** What the store held when a job of this engine had ended; what came later is not in it. */
  private Optional<Seen> seen = Optional.empty();

  /** The newest record that was looked at: what is older may show jobs as blocked that are not. */
  private long newest;

  JobLoop(Site site, CompletionService<JobEnds.Finished> running) {
    this.site = site;
    this.store = site.store();
    this.running = running;
  }

  boolean isRunning() {
    return !mine.isEmpty();
  }

  /**
   * Waits so long for the end of a job that this engine runs; without one says how far they are.
   *
   * @return whether one has ended
   */
  boolean await(Duration wait) throws InterruptedException {
    Future<JobEnds.Finished> done = running.poll(wait.toMillis(), TimeUnit.MILLISECONDS);
    if (done != null) {
      finished(resultOf(done));
      return true;
    }
    mine.forEach(this::reportProgress);
    mine.values().forEach(this::enforce);
    return false;
  }

  /** The lanes do so, too; what matters of a store that is away shows at the next look at it. */
  private void enforce(Mine job) {
    try {
      job.deadline().ifPresent(time -> time.enforce(store));
    } catch (TuskException e) {
      LOG.debug("the time limit of a job cannot be enforced now", e);
    }
  }

  /** What the store holds now, or held a moment ago. */
  Seen see() {
    Seen now =
        seen.filter(last -> last.age().elapsed().compareTo(FRESH) < 0)
            .orElseGet(() -> Seen.of(store));
    seen = Optional.empty();
    return now;
  }

  /** Starts what can be started of the pipelines that {@code mayStart}. */
  Look look(Seen now, Predicate<PipelineName> mayStart) {
    newest = Math.max(newest, now.snapshot().record().number());
    Catalog catalog = now.catalog();
    List<Job> jobs = new JobCatalog(catalog).pending();
    Set<JobId> pending = jobs.stream().map(Job::id).collect(Collectors.toSet());
    site.liveness().retain(pending);
    reportEnded(catalog, pending);
    boolean others = false;
    boolean again = false;
    boolean started = false;
    List<Job> blocked = new ArrayList<>();
    List<JobId> taken = new ArrayList<>();
    Set<PipelineName> busy = new HashSet<>();
    // A job of ours that was killed still stops; the next one waits, so that it sees its results.
    mine.keySet().forEach(id -> busy.add(id.pipeline()));
    for (Job job : jobs) {
      boolean first = busy.add(job.id().pipeline());
      if (!site.options().concerns(job.id().pipeline())
          || !mayStart.test(job.id().pipeline())
          || isKnown(job.id())) {
        continue;
      }
      switch (first ? Readiness.of(catalog, job, this::isElsewhere) : Readiness.BLOCKED) {
        case READY -> {
          awaited.add(job.id());
          boolean isOurs = start(now.snapshot(), job);
          started |= isOurs;
          others |= !isOurs;
        }
        case UNRUNNABLE -> {
          awaited.add(job.id());
          site.jobs().endUnrunnable(catalog, job);
          again = true;
          others = true;
        }
        case TAKEN -> {
          taken.add(job.id());
          boolean detached = site.runner().isDetached();
          if (awaited.add(job.id()) && !detached && othersTurn.add(job.id().pipeline())) {
            site.listener().waiting(job.id());
          }
          others |= !detached || !site.liveness().isAtWork(job);
        }
        case BLOCKED -> {
          awaited.add(job.id());
          blocked.add(job);
        }
      }
    }
    waiting = () -> Readiness.waiting(catalog, blocked);
    elsewhere = List.copyOf(taken);
    return new Look(others, others || !taken.isEmpty(), again, started);
  }

  private boolean isKnown(JobId job) {
    return mine.containsKey(job) || reported.contains(job) || submitted.contains(job);
  }

  /** Whether this engine has the job now; otherwise another was faster. */
  private boolean start(Snapshot before, Job job) {
    JobOwner owner =
        site.runner().outlivesProcess()
            ? ProcessIdentity.ofNone(site.nonce())
            : site.identity().owner(site.nonce());
    long last = job.attempt();
    Optional<TakenUp> taken =
        store.transact(
            JobOperation.TAKE_UP.of(job.id()),
            tx ->
                JobChanges.takeUp(tx, job.id(), last, owner)
                    .map(now -> new TakenUp(now, before, tx.catalog())));
    if (taken.isPresent()) {
      othersTurn.remove(job.id().pipeline());
      mine.put(
          job.id(),
          new Mine(
              taken.get().job().attempt(),
              taken.get().deadline(),
              new ProgressReading(Stopwatch.start()::elapsed)));
      running.submit(() -> site.jobs().run(taken.get()));
    }
    return taken.isPresent();
  }

  private void finished(JobEnds.Finished finished) {
    mine.remove(finished.job());
    if (finished.ran() == Runner.Ran.SUBMITTED) {
      awaited.remove(finished.job());
      submitted.add(finished.job());
    }
    finished.failure().ifPresent(why -> faults.add(new Fault(finished.job(), why)));
    seen = finished.after().filter(after -> after.snapshot().record().number() >= newest);
  }

  private static JobEnds.Finished resultOf(Future<JobEnds.Finished> done)
      throws InterruptedException {
    try {
      return done.get();
    } catch (ExecutionException e) {
      throw new TuskException(ErrorCode.INTERNAL, "a job broke down: " + e.getCause(), e);
    }
  }

  private void reportProgress(JobId id, Mine job) {
    if (site.listener().wantsProgress()) {
      try {
        site.listener().progress(id, job.reading().of(new JobWork(store, id), job.attempt()));
      } catch (TuskException e) {
        LOG.debug("the progress of job {} cannot be read now", id, e);
      }
    }
  }

  /** Tells of the jobs that a catalog shows at their end. */
  void reportEnded(Catalog catalog) {
    reportEnded(catalog, Set.of());
  }

  private void reportEnded(Catalog catalog, Set<JobId> unfinished) {
    JobCatalog jobs = new JobCatalog(catalog);
    List<Job> now = new ArrayList<>();
    for (JobId id : List.copyOf(awaited)) {
      Optional<Job> job = unfinished.contains(id) ? Optional.empty() : jobs.job(id);
      job.filter(found -> found.state().isTerminal()).ifPresent(now::add);
      if (job.isEmpty() && !unfinished.contains(id)) {
        awaited.remove(id);
        deleted.add(id);
        site.listener().deleted(id);
      }
    }
    now.sort(ORDER);
    for (Job job : now) {
      awaited.remove(job.id());
      reported.add(job.id());
      ended.add(job);
      site.listener().ended(job);
    }
  }

  /** Whether a living engine has the job that is not this one. */
  private boolean isElsewhere(Job job) {
    boolean ownedHere = job.owner().filter(owner -> owner.nonce().equals(site.nonce())).isPresent();
    return !ownedHere && !site.liveness().isDead(job);
  }

  /** Makes this the fault of the run, unless it has one. */
  void fail(TuskException why) {
    failure = failure.or(() -> Optional.of(why));
  }

  /** The first fault; a run that is to come to its end gives up then. */
  Optional<TuskException> fault() {
    return failure.or(() -> faults.stream().map(Fault::why).findFirst());
  }

  /** The faults since it was asked last. */
  List<Fault> takeFaults() {
    List<Fault> taken = List.copyOf(faults);
    faults.clear();
    return taken;
  }

  /**
   * The jobs that have ended since it was asked last; nothing more is kept of them. For who looks
   * at newer and newer states alone.
   */
  List<Job> takeEnded(Catalog catalog) {
    List<Job> taken = List.copyOf(ended);
    ended.clear();
    reported.clear();
    deleted.clear();
    JobCatalog jobs = new JobCatalog(catalog);
    released.addAll(submitted);
    released.removeIf(id -> jobs.job(id).filter(job -> !job.state().isTerminal()).isEmpty());
    submitted.clear();
    return taken;
  }

  RunReport report(int runnersStarted) {
    List<JobId> gone = List.copyOf(deleted);
    return new RunReport(
        List.copyOf(ended), gone, runnersStarted, waiting.get(), List.copyOf(submitted), elsewhere);
  }

  /**
   * Kills the jobs that this engine runs, and waits a little for their lanes.
   *
   * @return how many had not come to their end
   */
  int killAll() throws InterruptedException {
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
    return killed;
  }

  private boolean kill(JobId id, long attempt) {
    JobChanges.Ending ending =
        JobChanges.Ending.without(
            JobState.KILLED, "job killed: the run that it belonged to was interrupted");
    boolean killed = JobEnd.fail(store, id, attempt, ending);
    JobWatches.hurry(id);
    return killed;
  }
}
