/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.run;

import io.tusk.datum.DatumInput;
import io.tusk.datum.InputView;
import io.tusk.datum.Plan;
import io.tusk.datum.PlanRequest;
import io.tusk.datum.Planner;
import io.tusk.datum.Shape;
import io.tusk.datum.Unprocessed;
import io.tusk.engine.graph.JobGraph;
import io.tusk.engine.host.TemporaryDirectory;
import io.tusk.engine.work.JobPlan;
import io.tusk.engine.work.JobWork;
import io.tusk.engine.work.ShardSize;
import io.tusk.engine.worker.JobCommit;
import io.tusk.engine.worker.LaneConfig;
import io.tusk.error.ErrorCode;
import io.tusk.error.TuskException;
import io.tusk.files.FileSet;
import io.tusk.name.PipelineName;
import io.tusk.pieces.Hash;
import io.tusk.pieces.PackWriter;
import io.tusk.pipeline.Job;
import io.tusk.pipeline.JobCatalog;
import io.tusk.pipeline.JobId;
import io.tusk.pipeline.Pipeline;
import io.tusk.pipeline.PipelineCatalog;
import io.tusk.pipeline.PipelineChanges;
import io.tusk.pipeline.PipelineInputs;
import io.tusk.pipeline.PipelineVersion;
import io.tusk.repo.Catalog;
import io.tusk.repo.Commit;
import io.tusk.repo.TuskStore;
import io.tusk.spec.PipelineSpec;
import io.tusk.tree.Tree;
import io.tusk.tree.Trees;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.beam.sdk.Pipeline.PipelineExecutionException;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;

/** One job that this engine has taken up, from its plan to its commit. */
final class JobRun {
  private final TuskStore store;
  private final EngineOptions options;
  private final EngineListener listener;
  private final Runnable runnerStarted;

  JobRun(TuskStore store, EngineOptions options, EngineListener listener, Runnable runnerStarted) {
    this.store = store;
    this.options = options;
    this.listener = listener;
    this.runnerStarted = runnerStarted;
  }

  /**
   * @throws TuskException when Tusk, the store or the host is at fault, or the job was overtaken
   */
  void run(Job job) {
    JobId id = job.id();
    JobWork work = new JobWork(store, id);
    Catalog catalog = store.snapshot().catalog();
    Context context = Context.of(catalog, job);
    Optional<JobPlan> made = work.plan();
    JobCommit commit = new JobCommit(store);
    if (made.isEmpty() && context.repeatsBase(store.trees())) {
      listener.planned(id, 0);
      commit.repeat(id, job.attempt(), context.base().orElseThrow());
      return;
    }
    JobPlan plan = made.orElseGet(() -> plan(context, work));
    listener.planned(id, plan.plan().run());
    if (plan.plan().run() == 0) {
      commit.commit(id, job.attempt(), plan, work);
    } else {
      runGraph(job, context, plan);
    }
  }

  /** What a job starts from. */
  private record Context(
      PipelineVersion version,
      Pipeline pipeline,
      List<DatumInput> inputs,
      List<FileSet> files,
      Hash shape,
      Optional<Commit> base,
      Optional<PipelineVersion> baseVersion) {
    static Context of(Catalog catalog, Job job) {
      PipelineCatalog pipelines = new PipelineCatalog(catalog);
      PipelineVersion version = pipelines.requireVersion(job.id().pipeline(), job.version());
      Commit output = catalog.requireCommit(job.id().pipeline().repo(), job.id().set());
      List<DatumInput> inputs = PipelineInputs.of(version);
      List<FileSet> files = new ArrayList<>();
      for (DatumInput input : inputs) {
        Commit.Upstream upstream =
            output.provenance().stream()
                .filter(found -> found.branch().equals(input.branch()))
                .findFirst()
                .orElseThrow();
        files.add(catalog.requireCommit(input.branch().repo(), upstream.commit()).files());
      }
      Optional<Commit> base = PipelineChanges.base(catalog, output);
      return new Context(
          version,
          pipelines.requirePipeline(job.id().pipeline()),
          inputs,
          List.copyOf(files),
          Shape.of(inputs, version.salt()),
          base,
          base.flatMap(commit -> new JobCatalog(catalog).job(jobOf(commit)))
              .map(made -> pipelines.requireVersion(made.id().pipeline(), made.version())));
    }

    private static JobId jobOf(Commit commit) {
      return new JobId(PipelineName.writing(commit.repo()), commit.id());
    }

    boolean everyJob() {
      return version.spec().reprocess() == PipelineSpec.ReprocessSpec.EVERY_JOB;
    }

    /**
     * Whether the inputs are what they were for the base, and nothing is to be run all the same.
     */
    boolean repeatsBase(Trees trees) {
      if (everyJob() || base.isEmpty()) {
        return false;
      }
      Commit.Result result = base.get().result().orElseThrow();
      if (!result.shape().equals(shape) || result.inputs().size() != files.size()) {
        return false;
      }
      if (Unprocessed.of(trees, result.datums().map(Tree::stored).orElse(Tree.EMPTY)).hasNext()) {
        return false;
      }
      for (int i = 0; i < files.size(); i++) {
        if (!result.inputs().get(i).files().sameContent(files.get(i))) {
          return false;
        }
      }
      return true;
    }

    /** What a plan starts from. */
    Optional<PlanRequest.Base> planBase() {
      return base.flatMap(Commit::result)
          .map(
              result -> {
                FileSet held = result.inputs().get(0).files();
                boolean sameShape = result.shape().equals(shape);
                boolean sameSalt =
                    baseVersion.filter(made -> made.salt().equals(version.salt())).isPresent();
                return new PlanRequest.Base(
                    sameShape ? Optional.of(held) : Optional.empty(),
                    sameSalt ? Optional.of(held) : Optional.empty(),
                    result.datums().map(Tree::stored).orElse(Tree.EMPTY));
              });
    }

    /** What was read of the first input for the base, when it started from the same files. */
    Optional<InputView.Viewed> viewed() {
      return base.flatMap(Commit::result)
          .filter(result -> result.shape().equals(shape))
          .map(result -> result.inputs().get(0))
          .flatMap(read -> read.view().map(view -> new InputView.Viewed(read.files(), view)));
    }
  }

  private JobPlan plan(Context context, JobWork work) {
    if (context.inputs().size() != 1) {
      throw new TuskException(
          ErrorCode.INVALID,
          "pipeline "
              + context.version().pipeline()
              + " has "
              + context.inputs().size()
              + " inputs; this version runs pipelines with one pfs input");
    }
    try (PackWriter out = store.newPackWriter()) {
      DatumInput input = context.inputs().get(0);
      FileSet files = context.files().get(0);
      Optional<FileSet> view = input.from().map(from -> view(context, from, files, out));
      PlanRequest request =
          new PlanRequest(
              input,
              files,
              view,
              context.version().salt(),
              context.planBase(),
              context.pipeline().results().map(Tree::stored).orElse(Tree.EMPTY),
              context.everyJob() ? PlanRequest.Reprocess.ALL : PlanRequest.Reprocess.NONE);
      Plan plan = new Planner(store.files()).plan(request, out);
      out.flush();
      ShardSize size =
          ShardSize.of(context.version().spec().datumSets(), plan, workers(context.version()));
      return work.create(
          plan,
          context.base().map(Commit::id),
          context.shape(),
          List.of(new Commit.Read(files, view)),
          size);
    }
  }

  private FileSet view(Context context, FileSet from, FileSet files, PackWriter out) {
    InputView view = new InputView(store.files(), from);
    return view.of(context.viewed().orElseGet(view::first), files, out);
  }

  private void runGraph(Job job, Context context, JobPlan plan) {
    int lanes = (int) Math.max(1, Math.min(workers(context.version()), plan.shards().size()));
    JobId id = job.id();
    LaneConfig config =
        new LaneConfig(
            store.objects().location(),
            store.id(),
            id.pipeline().project().value(),
            id.pipeline().name(),
            id.set().value(),
            job.attempt(),
            lanes,
            options.isolation(),
            options.secrets().map(path -> path.toAbsolutePath().toString()).orElse(""));
    org.apache.beam.sdk.Pipeline pipeline =
        org.apache.beam.sdk.Pipeline.create(pipelineOptions(id, lanes));
    TemporaryDirectory.require();
    JobGraph.build(pipeline, config);
    runnerStarted.run();
    try {
      pipeline.run().waitUntilFinish();
    } catch (PipelineExecutionException e) {
      throw unwrap(e);
    }
  }

  private long workers(PipelineVersion version) {
    return version.spec().parallelism().orElse(options.slots());
  }

  private PipelineOptions pipelineOptions(JobId id, int lanes) {
    List<String> args = new ArrayList<>(options.runnerArgs());
    args.add("--jobName=" + id.pipeline().name() + "-" + id.set());
    if (args.contains("--runner=DirectRunner")) {
      args.add("--targetParallelism=" + Math.max(lanes, 1));
      args.add("--enforceImmutability=false");
      args.add("--enforceEncodability=false");
    }
    return PipelineOptionsFactory.fromArgs(args.toArray(String[]::new)).create();
  }

  private static RuntimeException unwrap(PipelineExecutionException e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof TuskException tusk) {
        return tusk;
      }
    }
    return new TuskException(ErrorCode.INTERNAL, "the runner failed: " + e.getMessage(), e);
  }
}
