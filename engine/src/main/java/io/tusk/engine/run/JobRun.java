/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.run;

import io.tusk.datum.DatumInput;
import io.tusk.datum.InputView;
import io.tusk.engine.graph.JobGraph;
import io.tusk.engine.planning.PlanConfig;
import io.tusk.engine.planning.PlanSteps;
import io.tusk.engine.url.UrlFiles;
import io.tusk.engine.work.JobPlan;
import io.tusk.engine.work.JobWork;
import io.tusk.engine.work.ShardSize;
import io.tusk.engine.worker.Assignment;
import io.tusk.engine.worker.Beats;
import io.tusk.engine.worker.JobCommit;
import io.tusk.engine.worker.JobContext;
import io.tusk.engine.worker.LaneConfig;
import io.tusk.engine.worker.Rhythm;
import io.tusk.error.TuskException;
import io.tusk.files.FileSet;
import io.tusk.host.Stopwatch;
import io.tusk.pieces.PackWriter;
import io.tusk.pipeline.Job;
import io.tusk.pipeline.JobId;
import io.tusk.pipeline.PipelineVersion;
import io.tusk.plan.Plan;
import io.tusk.plan.PlanRequest;
import io.tusk.plan.PlanSize;
import io.tusk.plan.Planner;
import io.tusk.repo.Commit;
import io.tusk.repo.Snapshot;
import io.tusk.repo.TuskStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/** One job that this engine has taken up, from its plan to its commit. */
final class JobRun {
  private final TuskStore store;
  private final EngineOptions options;
  private final EngineListener listener;
  private final Runner runner;

  JobRun(TuskStore store, EngineOptions options, EngineListener listener, Runner runner) {
    this.store = store;
    this.options = options;
    this.listener = listener;
    this.runner = runner;
  }

  /**
   * @throws TuskException when Tusk, the store or the host is at fault, or the job was overtaken
   */
  Runner.Ran run(TakenUp taken) {
    Job job = taken.job();
    JobWork work = new JobWork(store, job.id());
    return Beats.during(
        work,
        job.attempt(),
        JobWork.Step.ENGINE,
        () -> run(taken.before(), JobContext.of(taken.catalog(), job), work));
  }

  private Runner.Ran run(Snapshot before, JobContext job, JobWork work) {
    JobId id = job.job().id();
    // Only an earlier attempt can have made a plan.
    Optional<JobPlan> made = job.job().attempt() == 1 ? Optional.empty() : work.plan();
    JobCommit commit = new JobCommit(store, () -> UrlFiles.of(options.runnerArgs()));
    if (made.isEmpty() && job.repeatsBase(store.trees())) {
      commit.repeat(job);
      return Runner.Ran.TO_ITS_END;
    }
    Assignment assignment = new Assignment(store, store.files(before), job, made);
    if (made.isEmpty()) {
      listener.planning(id);
      List<Commit.Read> reads = reads(job);
      PlanRequest request = job.planRequest(reads);
      long size = runner.shuffles() ? PlanSize.of(store.files(), request) : 0;
      if (size >= options.planOnWorkersFrom()) {
        largeCrosses(job).accept(PlanSize.ofLargestCross(store.files(), request));
        return runGraphThatPlans(assignment, reads, size);
      }
      assignment = assignment.with(plan(assignment, request));
    }
    JobPlan plan = assignment.plan();
    tell(id, plan);
    if (plan.plan().run() == 0) {
      commit.commit(job, plan, work);
      return Runner.Ran.TO_ITS_END;
    }
    return runGraph(assignment);
  }

  private void tell(JobId job, JobPlan made) {
    Plan plan = made.plan();
    listener.planned(
        job, new EngineListener.Outlook(plan.run(), plan.total() - plan.run(), plan.runBytes()));
  }

  private JobPlan plan(Assignment work, PlanRequest request) {
    JobContext job = work.context();
    try (PackWriter out = store.newPackWriter()) {
      Planner planner = new Planner(store.files(), largeCrosses(job));
      Plan plan = planner.plan(request, out);
      out.flush();
      return PlanSteps.store(work, plan, request.reads(), () -> workers(job.version()));
    }
  }

  private LargeCrosses largeCrosses(JobContext job) {
    return new LargeCrosses(count -> listener.crossing(job.job().id(), count));
  }

  private List<Commit.Read> reads(JobContext job) {
    List<Commit.Read> reads = new ArrayList<>();
    try (PackWriter out = store.newPackWriter()) {
      for (DatumInput leaf : job.inputs().leaves().toList()) {
        FileSet files = job.files().get(leaf.number());
        Optional<FileSet> view = leaf.from().map(from -> view(job, leaf, from.files(), out));
        reads.add(new Commit.Read(files, view));
      }
      out.flush();
    }
    return reads;
  }

  private FileSet view(JobContext job, DatumInput leaf, FileSet from, PackWriter out) {
    InputView view = new InputView(store.files(), from);
    return view.of(
        job.viewed(leaf.number()).orElseGet(view::first), job.files().get(leaf.number()), out);
  }

  private Runner.Ran runGraph(Assignment work) {
    long shards = work.plan().shards().size();
    int lanes = (int) Math.min(workers(work.context().version()), shards);
    return runGraph(work, new JobGraph(config(work.context(), lanes), Optional.empty()));
  }

  /** Leaves the plan to the graph, and tells of it when it is there. */
  private Runner.Ran runGraphThatPlans(Assignment work, List<Commit.Read> reads, long size) {
    JobContext job = work.context();
    JobId id = job.job().id();
    int lanes = (int) Math.min(ShardSize.MOST_SHARDS, workers(job.version()));
    LaneConfig config = config(job, lanes);
    AtomicBoolean told = new AtomicBoolean();
    Rhythm rhythm = new Rhythm(Stopwatch.start()::elapsed);
    Runnable look =
        () -> {
          if (!told.get() && rhythm.isDue()) {
            new JobWork(store, id)
                .plan()
                .ifPresent(
                    plan -> {
                      told.set(true);
                      tell(id, plan);
                    });
          }
        };
    PlanConfig planning = PlanConfig.of(config, job.inputs(), reads, size);
    return Beats.during(
        "tusk-plan", look, () -> runGraph(work, new JobGraph(config, Optional.of(planning))));
  }

  private LaneConfig config(JobContext job, int lanes) {
    JobId id = job.job().id();
    return new LaneConfig(
        store.objects().location(),
        store.id(),
        id.pipeline().project().value(),
        id.pipeline().name(),
        id.set().value(),
        job.job().attempt(),
        lanes,
        options.isolation(),
        options.secrets().map(path -> path.toAbsolutePath().toString()).orElse(""));
  }

  private Runner.Ran runGraph(Assignment work, JobGraph graph) {
    work.share(graph.lanes());
    try {
      return runner.run(graph, new JobWork(store, work.context().job().id()));
    } finally {
      Assignment.withdraw(graph.lanes());
    }
  }

  private long workers(PipelineVersion version) {
    return Math.max(
        1, version.spec().parallelism().orElseGet(() -> options.slots().orElseGet(runner::slots)));
  }
}
