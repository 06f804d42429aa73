/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.pipeline;

import io.tusk.error.ErrorCode;
import io.tusk.error.TuskException;
import io.tusk.files.FileEntry;
import io.tusk.name.BranchName;
import io.tusk.name.CommitId;
import io.tusk.name.PipelineName;
import io.tusk.pieces.Ref;
import io.tusk.repo.BranchChanges;
import io.tusk.repo.Commit;
import io.tusk.repo.RepoChanges;
import io.tusk.repo.Transaction;
import io.tusk.spec.PipelineSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Makes, updates and removes pipelines within a transaction. */
public final class PipelineChanges {
  private PipelineChanges() {}

  /**
   * What a user asks for.
   *
   * @param salt random, for where a new one is needed
   * @param jar the jar that the specification names
   */
  public record Request(PipelineSpec spec, String salt, Optional<FileEntry> jar) {}

  /** Whether an update keeps what is processed. */
  public enum Processed {
    /** Datums that succeeded are not run again. */
    KEEP,
    /** Every datum of the inputs' heads is run again. */
    REPROCESS
  }

  /**
   * Makes a pipeline with its output repository, and its first job.
   *
   * @throws TuskException CONFLICT where the pipeline or a repository of its name exists, or it
   *     would follow itself; NOT_FOUND for a repository that it reads
   */
  public static Pipeline create(Transaction tx, Request request) {
    PipelineName name = request.spec().name();
    tx.catalog().requireProject(name.project());
    if (new PipelineCatalog(tx.catalog()).pipeline(name).isPresent()) {
      throw new TuskException(
          ErrorCode.CONFLICT,
          "pipeline " + name + " exists already; 'tusk update pipeline' changes it");
    }
    if (tx.catalog().repo(name.repo()).isPresent()) {
      throw new TuskException(
          ErrorCode.CONFLICT,
          "pipeline "
              + name
              + " cannot be created: its output needs repo "
              + name
              + ", which exists already; choose another name or delete the repo");
    }
    requireInputs(tx, request.spec());
    RepoChanges.create(tx, name.repo(), "Output repository for pipeline " + name + ".");
    Pipeline pipeline =
        new Pipeline(
            name,
            1,
            request.spec().salt().orElse(request.salt()),
            request.spec().output(),
            tx.time(),
            Optional.empty());
    put(tx, pipeline, request);
    return pipeline;
  }

  /**
   * Makes the next version of a pipeline, and a job; unfinished jobs are killed. A pipeline that
   * does not exist is created.
   *
   * @throws TuskException as {@link #create}
   */
  public static Pipeline update(Transaction tx, Request request, Processed processed) {
    PipelineName name = request.spec().name();
    Optional<Pipeline> present = new PipelineCatalog(tx.catalog()).pipeline(name);
    if (present.isEmpty()) {
      return create(tx, request);
    }
    requireInputs(tx, request.spec());
    JobChanges.killAll(tx, name, "killed because the pipeline was updated");
    Pipeline old = present.get();
    BranchName output = request.spec().output();
    if (!old.output().equals(output)) {
      BranchChanges.disown(tx, old.output());
    }
    String salt = processed == Processed.REPROCESS ? request.salt() : old.salt();
    Pipeline pipeline = old.updated(salt, output);
    put(tx, pipeline, request);
    return pipeline;
  }

  private static void put(Transaction tx, Pipeline pipeline, Request request) {
    PipelineVersion version =
        new PipelineVersion(
            pipeline.name(),
            pipeline.version(),
            tx.time(),
            pipeline.salt(),
            request.spec(),
            request.jar());
    tx.metadata().put(PipelineKeys.pipeline(pipeline.name()), PipelineJson.write(pipeline));
    tx.metadata()
        .put(
            PipelineKeys.version(pipeline.name(), pipeline.version()), PipelineJson.write(version));
    BranchChanges.own(tx, pipeline.output(), PipelineInputs.provenance(request.spec()));
    BranchChanges.trigger(tx, pipeline.output());
  }

  private static void requireInputs(Transaction tx, PipelineSpec spec) {
    for (BranchName input : PipelineInputs.provenance(spec)) {
      tx.catalog().requireRepo(input.repo());
    }
  }

  /**
   * Removes a pipeline with its output repository, versions and jobs.
   *
   * @throws TuskException NOT_FOUND; CONFLICT while something follows its output
   */
  public static void delete(Transaction tx, PipelineName name) {
    new PipelineCatalog(tx.catalog()).requirePipeline(name);
    List<CommitId> sets = new ArrayList<>();
    tx.catalog().commits(name.repo()).forEachRemaining(commit -> sets.add(commit.id()));
    RepoChanges.remove(tx, name.repo());
    sets.forEach(set -> tx.metadata().remove(PipelineKeys.job(new JobId(name, set))));
    List<String> versions = new ArrayList<>();
    tx.metadata()
        .ascending(PipelineKeys.versionsOf(name))
        .forEachRemaining(item -> versions.add(item.key()));
    versions.forEach(tx.metadata()::remove);
    tx.metadata().remove(PipelineKeys.pipeline(name));
  }

  /**
   * Replaces a pipeline's results tree.
   *
   * @param seen the pipeline as it was when {@code results} was made from its tree
   * @return whether it did; nothing happens when its results have changed since
   */
  public static boolean replaceResults(Transaction tx, Pipeline seen, Optional<Ref> results) {
    Pipeline now = new PipelineCatalog(tx.catalog()).requirePipeline(seen.name());
    if (!now.results().map(Ref::hash).equals(seen.results().map(Ref::hash))) {
      return false;
    }
    tx.metadata()
        .put(PipelineKeys.pipeline(now.name()), PipelineJson.write(now.withResults(results)));
    return true;
  }

  /** The commit that a new job of the output branch starts from: its nearest good ancestor's. */
  public static Optional<Commit> base(io.tusk.repo.Catalog catalog, Commit output) {
    return catalog.readableAncestor(output).filter(commit -> commit.result().isPresent());
  }
}
