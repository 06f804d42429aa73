/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.worker;

import io.tusk.datum.DatumInput;
import io.tusk.datum.InputTree;
import io.tusk.datum.InputView;
import io.tusk.datum.Shape;
import io.tusk.datum.Unprocessed;
import io.tusk.files.FileSet;
import io.tusk.name.BranchName;
import io.tusk.name.PipelineName;
import io.tusk.pieces.Hash;
import io.tusk.pieces.Ref;
import io.tusk.pipeline.Job;
import io.tusk.pipeline.JobCatalog;
import io.tusk.pipeline.JobId;
import io.tusk.pipeline.Pipeline;
import io.tusk.pipeline.PipelineCatalog;
import io.tusk.pipeline.PipelineChanges;
import io.tusk.pipeline.PipelineInputs;
import io.tusk.pipeline.PipelineVersion;
import io.tusk.plan.InputState;
import io.tusk.plan.PlanRequest;
import io.tusk.repo.Catalog;
import io.tusk.repo.Commit;
import io.tusk.spec.PipelineSpec;
import io.tusk.tree.Tree;
import io.tusk.tree.Trees;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a job starts from. While the job runs only the pipeline's results may change.
 *
 * @param job as it was taken up
 * @param pipeline with the results that it had then
 * @param output the job's commit, open, which knows the commits of its inputs
 * @param inputs what makes its datums
 * @param files what each leaf of the inputs holds, in their order
 * @param base the output commit that the job starts from
 * @param baseVersion the version that made it
 */
public record JobContext(
    Job job,
    PipelineVersion version,
    Pipeline pipeline,
    Commit output,
    InputTree inputs,
    List<FileSet> files,
    Hash shape,
    Optional<Commit> base,
    Optional<PipelineVersion> baseVersion) {

  /** The context of a job that {@code catalog} shows as taken up. */
  public static JobContext of(Catalog catalog, Job job) {
    PipelineCatalog pipelines = new PipelineCatalog(catalog);
    PipelineVersion version = pipelines.requireVersion(job.id().pipeline(), job.version());
    Commit output = catalog.requireCommit(job.id().pipeline().repo(), job.id().set());
    InputTree inputs = PipelineInputs.of(version);
    List<FileSet> files = new ArrayList<>();
    for (DatumInput input : inputs.leaves().toList()) {
      Commit.Upstream upstream =
          output.provenance().stream()
              .filter(found -> found.branch().equals(input.branch()))
              .findFirst()
              .orElseThrow();
      files.add(catalog.requireCommit(input.branch().repo(), upstream.commit()).files());
    }
    Optional<Commit> base = PipelineChanges.base(catalog, output);
    return new JobContext(
        job,
        version,
        pipelines.requirePipeline(job.id().pipeline()),
        output,
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

  JobContext with(Pipeline newer) {
    return new JobContext(job, version, newer, output, inputs, files, shape, base, baseVersion);
  }

  /** Whether every datum is to run, whatever ran before. */
  private boolean everyJob() {
    return version.spec().reprocess() == PipelineSpec.ReprocessSpec.EVERY_JOB;
  }

  /** The pipeline's results as they were when the job was taken up. */
  public Tree results() {
    return pipeline.results().map(Tree::stored).orElse(Tree.EMPTY);
  }

  /** Whether the inputs are what they were for the base, and nothing is to be run all the same. */
  public boolean repeatsBase(Trees trees) {
    if (everyJob() || base.isEmpty()) {
      return false;
    }
    Commit.Result result = base.get().result().orElseThrow();
    if (!result.shape().equals(shape) || result.inputs().size() != files.size()) {
      return false;
    }
    for (int i = 0; i < files.size(); i++) {
      if (!result.inputs().get(i).files().sameContent(files.get(i))) {
        return false;
      }
    }
    return !Unprocessed.of(trees, datums(result)).hasNext();
  }

  /**
   * What the job's plan is made of.
   *
   * @param reads what is read of each leaf, in the order of their numbers
   */
  public PlanRequest planRequest(List<Commit.Read> reads) {
    return new PlanRequest(
        inputs,
        reads,
        version.salt(),
        planBase(),
        results(),
        everyJob() ? PlanRequest.Reprocess.ALL : PlanRequest.Reprocess.NONE);
  }

  private Optional<PlanRequest.Base> planBase() {
    return base.flatMap(Commit::result)
        .map(
            result -> {
              List<FileSet> held = result.inputs().stream().map(Commit.Read::files).toList();
              boolean sameShape = result.shape().equals(shape);
              return new PlanRequest.Base(
                  sameShape
                      ? Optional.of(new InputState(held, stored(result.leaves())))
                      : Optional.empty(),
                  baseVersion.filter(this::hasSameSalt).map(made -> held(made, held)),
                  datums(result));
            });
  }

  /** Whether a result of that version may be kept for what is no work. */
  private boolean hasSameSalt(PipelineVersion made) {
    return made.salt().equals(version.salt());
  }

  /**
   * For each leaf what that version's job found on its branch; nothing where it did not read it.
   */
  private List<FileSet> held(PipelineVersion made, List<FileSet> files) {
    Map<BranchName, FileSet> branches = new HashMap<>();
    PipelineInputs.of(made)
        .leaves()
        .forEach(leaf -> branches.put(leaf.branch(), files.get(leaf.number())));
    return inputs
        .leaves()
        .map(leaf -> branches.getOrDefault(leaf.branch(), FileSet.EMPTY))
        .toList();
  }

  /** What was read of a leaf for the base, when it started from the same files. */
  public Optional<InputView.Viewed> viewed(int leaf) {
    return base.flatMap(Commit::result)
        .filter(result -> result.shape().equals(shape))
        .map(result -> result.inputs().get(leaf))
        .flatMap(read -> read.view().map(view -> new InputView.Viewed(read.files(), view)));
  }

  private static Tree stored(Optional<Ref> root) {
    return root.map(Tree::stored).orElse(Tree.EMPTY);
  }

  private static Tree datums(Commit.Result result) {
    return stored(result.datums());
  }
}
