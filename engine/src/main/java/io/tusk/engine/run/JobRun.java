/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.run;

import io.tusk.datum.DatumInput;
import io.tusk.datum.InputView;
import io.tusk.engine.url.UrlFiles;
import io.tusk.engine.work.JobPlan;
import io.tusk.engine.work.JobWork;
import io.tusk.engine.work.ShardSize;
import io.tusk.engine.worker.Assignment;
import io.tusk.engine.worker.Beats;
import io.tusk.engine.worker.JobCommit;
import io.tusk.engine.worker.JobContext;
import io.tusk.engine.worker.LaneConfig;
import io.tusk.error.TuskException;
import io.tusk.files.FileSet;
import io.tusk.pieces.PackWriter;
import io.tusk.pipeline.Job;
import io.tusk.pipeline.JobId;
import io.tusk.pipeline.PipelineVersion;
import io.tusk.plan.Plan;
import io.tusk.plan.PlanRequest;
import io.tusk.plan.Planner;
import io.tusk.repo.Commit;
import io.tusk.repo.Snapshot;
import io.tusk.repo.TuskStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One job that this engine has taken up, from its plan to its commit. */
final class JobRun {
  /** Datums from which on a cross may well be a mistake. */
  private static final long LARGE_CROSS = 1_000_000;

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
    JobPlan plan = made.orElseGet(() -> plan(job, work));
    Plan now = plan.plan();
    listener.planned(
        id, new EngineListener.Outlook(now.run(), now.total() - now.run(), now.runBytes()));
    if (plan.plan().run() == 0) {
      commit.commit(job, plan, work);
      return Runner.Ran.TO_ITS_END;
    }
    return runGraph(new Assignment(store, store.files(before), job, plan));
  }

  private JobPlan plan(JobContext job, JobWork work) {
    try (PackWriter out = store.newPackWriter()) {
      PlanRequest request =
          new PlanRequest(
              job.inputs(),
              reads(job, out),
              job.version().salt(),
              job.planBase(),
              job.results(),
              job.everyJob() ? PlanRequest.Reprocess.ALL : PlanRequest.Reprocess.NONE);
      Planner planner = new Planner(store.files(), count -> crossing(job.job().id(), count));
      Plan plan = planner.plan(request, out);
      out.flush();
      ShardSize size =
          ShardSize.of(job.version().spec().datumSets(), plan, () -> workers(job.version()));
      return work.create(plan, job.base().map(Commit::id), job.shape(), request.reads(), size);
    }
  }

  private void crossing(JobId job, long datums) {
    if (datums >= LARGE_CROSS) {
      listener.crossing(job, datums);
    }
  }

  private List<Commit.Read> reads(JobContext job, PackWriter out) {
    List<Commit.Read> reads = new ArrayList<>();
    for (DatumInput leaf : job.inputs().leaves().toList()) {
      FileSet files = job.files().get(leaf.number());
      Optional<FileSet> view = leaf.from().map(from -> view(job, leaf, from.files(), out));
      reads.add(new Commit.Read(files, view));
    }
    return reads;
  }

  private FileSet view(JobContext job, DatumInput leaf, FileSet from, PackWriter out) {
    InputView view = new InputView(store.files(), from);
    return view.of(
        job.viewed(leaf.number()).orElseGet(view::first), job.files().get(leaf.number()), out);
  }

  private Runner.Ran runGraph(Assignment work) {
    JobContext job = work.context();
    int lanes = (int) Math.min(workers(job.version()), work.plan().shards().size());
    JobId id = job.job().id();
    LaneConfig config =
        new LaneConfig(
            store.objects().location(),
            store.id(),
            id.pipeline().project().value(),
            id.pipeline().name(),
            id.set().value(),
            job.job().attempt(),
            lanes,
            options.isolation(),
            options.secrets().map(path -> path.toAbsolutePath().toString()).orElse(""));
    work.share(config);
    try {
      return runner.run(config, new JobWork(store, id));
    } finally {
      Assignment.withdraw(config);
    }
  }

  private long workers(PipelineVersion version) {
    return Math.max(
        1, version.spec().parallelism().orElseGet(() -> options.slots().orElseGet(runner::slots)));
  }
}
