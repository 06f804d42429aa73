/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.pipeline;

import io.tusk.error.ErrorCode;
import io.tusk.error.TuskException;
import io.tusk.files.FileEntry;
import io.tusk.name.BranchName;
import io.tusk.name.PipelineName;
import io.tusk.pieces.Ref;
import io.tusk.repo.BranchChanges;
import io.tusk.repo.Commit;
import io.tusk.repo.RepoChanges;
import io.tusk.repo.Transaction;
import io.tusk.spec.PipelineSpec;
import io.tusk.spec.RawJson;
import io.tusk.spec.Transform;
import io.tusk.spec.parse.SpecJson;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Makes, updates, stops and starts pipelines within a transaction. */
public final class PipelineChanges {
  private static final String UPDATED = "killed because the pipeline was updated";
  private static final String STOPPED = "killed because the pipeline was stopped";

  private PipelineChanges() {}

  /**
   * What a user asks for.
   *
   * @param written the specification as the user gave it
   * @param salt random, for where a new one is needed
   * @param jar the jar that the specification names
   * @param initial PAUSED: a pipeline that is created is stopped, and has no job yet
   */
  public record Request(
      PipelineSpec spec,
      RawJson written,
      String salt,
      Optional<FileEntry> jar,
      PipelineState initial) {
    /** A specification that was given with all defaults, of a pipeline that runs. */
    public Request(PipelineSpec spec, String salt, Optional<FileEntry> jar) {
      this(spec, new RawJson(SpecJson.write(spec)), salt, jar, PipelineState.RUNNING);
    }
  }

  /** Whether an update keeps what is processed. */
  public enum Processed {
    /** Datums that succeeded are not run again. */
    KEEP,
    /** Every datum of the inputs' heads is run again. */
    REPROCESS
  }

  /**
   * What an update came to.
   *
   * @param warnings what of the request was not followed, and why; sentences for people
   */
  public record Updated(Pipeline pipeline, List<String> warnings) {}

  /** What a version is made of, wherever it comes from. */
  private record Content(
      PipelineSpec spec,
      RawJson written,
      Optional<FileEntry> jar,
      Optional<List<Optional<InputStart>>> from) {
    static Content of(Request request) {
      return new Content(request.spec(), request.written(), request.jar(), Optional.empty());
    }
  }

  /**
   * Makes a pipeline with its output repository, those of its cron inputs, and its first job.
   *
   * @throws TuskException CONFLICT where the pipeline or a repository of those names exists, or it
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
    CronRepos.prepare(tx, name, request.spec(), Optional.empty());
    requireInputs(tx, request.spec());
    RepoChanges.create(tx, name.repo(), "Output repository for pipeline " + name + ".");
    Pipeline pipeline =
        new Pipeline(
            name,
            1,
            request.spec().salt().orElse(request.salt()),
            request.spec().output(),
            request.initial(),
            tx.time(),
            Optional.empty());
    putVersion(tx, pipeline, Content.of(request));
    return pipeline;
  }

  /**
   * Makes the next version of a pipeline, and a job unless it is stopped; unfinished jobs are
   * killed. A pipeline that does not exist is created.
   *
   * @throws TuskException as {@link #create}
   */
  public static Updated update(Transaction tx, Request request, Processed processed) {
    PipelineName name = request.spec().name();
    Optional<Pipeline> present = new PipelineCatalog(tx.catalog()).pipeline(name);
    if (present.isEmpty()) {
      return new Updated(create(tx, request), List.of());
    }
    Pipeline pipeline =
        update(tx, present.get(), Content.of(request), salt(present.get(), request, processed));
    return new Updated(pipeline, saltWarning(request.spec(), pipeline, processed));
  }

  /**
   * Makes the next version of a pipeline from its newest one, as {@link #update} does; what {@code
   * from} was resolved to stays.
   *
   * @param salt random, for where a new one is needed
   * @throws TuskException as {@link #create}
   */
  public static Pipeline rerun(
      Transaction tx, PipelineName name, String salt, Processed processed) {
    PipelineCatalog pipelines = new PipelineCatalog(tx.catalog());
    Pipeline pipeline = pipelines.requirePipeline(name);
    PipelineVersion newest = pipelines.newestVersion(pipeline);
    Content content =
        new Content(newest.spec(), newest.written(), newest.jar(), Optional.of(newest.from()));
    return update(tx, pipeline, content, processed == Processed.REPROCESS ? salt : pipeline.salt());
  }

  /**
   * As {@link #rerun}, with another specification, made from the same text with other defaults.
   *
   * @throws TuskException as {@link #create}; CONFLICT for a jar that it does not have
   */
  static void remake(
      Transaction tx, Pipeline pipeline, PipelineSpec spec, String salt, Processed processed) {
    PipelineVersion newest = new PipelineCatalog(tx.catalog()).newestVersion(pipeline);
    requireJar(newest, spec);
    boolean sameInput = newest.spec().input().equals(spec.input());
    Content content =
        new Content(
            spec,
            newest.written(),
            newest.jar().filter(kept -> jar(spec).isPresent()),
            sameInput ? Optional.of(newest.from()) : Optional.empty());
    update(tx, pipeline, content, processed == Processed.REPROCESS ? salt : pipeline.salt());
  }

  private static void requireJar(PipelineVersion newest, PipelineSpec spec) {
    Optional<String> jar = jar(spec);
    if (jar.isPresent() && !jar.equals(jar(newest.spec()))) {
      throw new TuskException(
          ErrorCode.CONFLICT,
          "pipeline "
              + newest.pipeline()
              + " cannot be made anew: the defaults name jar "
              + jar.get()
              + ", which it does not have; 'tusk update pipeline' takes the jar into the store");
    }
  }

  private static Optional<String> jar(PipelineSpec spec) {
    return spec.transform().java().flatMap(Transform.JavaTransform::jar);
  }

  private static Pipeline update(Transaction tx, Pipeline old, Content content, String salt) {
    PipelineSpec before = new PipelineCatalog(tx.catalog()).newestVersion(old).spec();
    CronRepos.prepare(tx, old.name(), content.spec(), Optional.of(before));
    requireInputs(tx, content.spec());
    JobChanges.killAll(tx, Set.of(old.name()), UPDATED);
    BranchName output = content.spec().output();
    if (!old.output().equals(output)) {
      BranchChanges.disown(tx, old.output());
    }
    Pipeline pipeline = old.updated(salt, output);
    putVersion(tx, pipeline, content);
    InputTies.release(tx, before, Optional.of(content.spec()));
    return pipeline;
  }

  private static String salt(Pipeline old, Request request, Processed processed) {
    return processed == Processed.REPROCESS ? request.salt() : old.salt();
  }

  private static List<String> saltWarning(
      PipelineSpec spec, Pipeline updated, Processed processed) {
    if (processed == Processed.REPROCESS
        || spec.salt().isEmpty()
        || spec.salt().get().equals(updated.salt())) {
      return List.of();
    }
    return List.of(
        "pipeline "
            + updated.name()
            + " keeps its salt \""
            + updated.salt()
            + "\", and the salt \""
            + spec.salt().get()
            + "\" of the specification is ignored; --reprocess runs everything again");
  }

  private static void putVersion(Transaction tx, Pipeline pipeline, Content content) {
    put(tx, pipeline);
    follow(tx, pipeline, content.spec());
    PipelineVersion version =
        new PipelineVersion(
            pipeline.name(),
            pipeline.version(),
            tx.time(),
            pipeline.salt(),
            content.spec(),
            content.written(),
            content.jar(),
            content.from().orElseGet(() -> PipelineInputs.starts(tx.catalog(), content.spec())));
    tx.metadata()
        .put(
            PipelineKeys.version(pipeline.name(), pipeline.version()), PipelineJson.write(version));
  }

  /** Ties the output to its inputs and makes a job; when stopped, only checks that it could. */
  private static void follow(Transaction tx, Pipeline pipeline, PipelineSpec spec) {
    InputTies.set(tx, spec);
    BranchChanges.own(
        tx, pipeline.output(), PipelineInputs.provenance(spec), InputTies.passive(spec));
    if (pipeline.isStopped()) {
      BranchChanges.own(tx, pipeline.output(), List.of());
    } else {
      BranchChanges.trigger(tx, pipeline.output());
    }
  }

  private static void requireInputs(Transaction tx, PipelineSpec spec) {
    for (BranchName input : PipelineInputs.provenance(spec)) {
      tx.catalog().requireRepo(input.repo());
    }
  }

  /**
   * Stops a pipeline: its unfinished jobs are killed, and new commits of its inputs make none.
   * Nothing happens when it is stopped.
   *
   * @throws TuskException NOT_FOUND
   */
  public static void stop(Transaction tx, PipelineName name) {
    Pipeline pipeline = new PipelineCatalog(tx.catalog()).requirePipeline(name);
    if (pipeline.isStopped()) {
      return;
    }
    JobChanges.killAll(tx, Set.of(name), STOPPED);
    BranchChanges.own(tx, pipeline.output(), List.of());
    put(tx, pipeline.withState(PipelineState.PAUSED));
  }

  /**
   * Starts a stopped pipeline: one job catches up with what its inputs hold now. Nothing happens
   * when it runs.
   *
   * @throws TuskException NOT_FOUND, also for a repository that it reads; CONFLICT when it would
   *     follow itself by now
   */
  public static void start(Transaction tx, PipelineName name) {
    PipelineCatalog pipelines = new PipelineCatalog(tx.catalog());
    Pipeline pipeline = pipelines.requirePipeline(name);
    if (!pipeline.isStopped()) {
      return;
    }
    PipelineSpec spec = pipelines.newestVersion(pipeline).spec();
    CronRepos.prepare(tx, name, spec, Optional.of(spec));
    requireInputsAgain(tx, name, spec);
    Pipeline started = pipeline.withState(PipelineState.RUNNING);
    put(tx, started);
    follow(tx, started, spec);
  }

  /** What a stopped pipeline read may be deleted. */
  private static void requireInputsAgain(Transaction tx, PipelineName name, PipelineSpec spec) {
    for (BranchName input : PipelineInputs.provenance(spec)) {
      if (tx.catalog().repo(input.repo()).isEmpty()) {
        throw new TuskException(
            ErrorCode.NOT_FOUND,
            "pipeline "
                + name
                + " cannot be started: repo "
                + input.repo()
                + ", which it reads, does not exist; create that again, or give the pipeline"
                + " another input by 'tusk update pipeline'");
      }
    }
  }

  private static void put(Transaction tx, Pipeline pipeline) {
    tx.metadata().put(PipelineKeys.pipeline(pipeline.name()), PipelineJson.write(pipeline));
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
    put(tx, now.withResults(results));
    return true;
  }

  /** The commit that a new job of the output branch starts from: its nearest good ancestor's. */
  public static Optional<Commit> base(io.tusk.repo.Catalog catalog, Commit output) {
    return catalog.readableAncestor(output).filter(commit -> commit.result().isPresent());
  }
}
