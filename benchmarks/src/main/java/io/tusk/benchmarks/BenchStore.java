/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.benchmarks;

import io.tusk.engine.run.Engine;
import io.tusk.engine.run.EngineListener;
import io.tusk.engine.run.EngineOptions;
import io.tusk.engine.run.RunReport;
import io.tusk.glob.Glob;
import io.tusk.host.Host;
import io.tusk.log.Operation;
import io.tusk.name.BranchName;
import io.tusk.name.CommitId;
import io.tusk.name.FilePath;
import io.tusk.name.PipelineName;
import io.tusk.name.ProjectName;
import io.tusk.name.RepoName;
import io.tusk.objects.LocalObjectStore;
import io.tusk.objects.ObjectStore;
import io.tusk.pipeline.Job;
import io.tusk.pipeline.JobState;
import io.tusk.pipeline.PipelineChanges;
import io.tusk.repo.FileWrite;
import io.tusk.repo.RepoChanges;
import io.tusk.repo.TuskStore;
import io.tusk.spec.PipelineSpec;
import io.tusk.spec.parse.SpecParser;
import io.tusk.spec.text.SpecText;
import io.tusk.transform.DatumTransform;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A store and the few things that rows do with it. */
final class BenchStore implements AutoCloseable {
  final TuskStore store;

  BenchStore(ObjectStore objects) {
    this.store = TuskStore.create(objects, Host.system());
  }

  static BenchStore in(Path directory) {
    return new BenchStore(new LocalObjectStore(directory));
  }

  static BranchName master(String repo) {
    return new BranchName(new RepoName(ProjectName.DEFAULT, repo), "master");
  }

  void createRepo(String name) {
    store.transact(
        new Operation("create repo", name),
        tx -> {
          RepoChanges.create(tx, new RepoName(ProjectName.DEFAULT, name), "");
          return null;
        });
  }

  /** A new repository with {@code count} files in one commit. */
  CommitId fill(String repo, int count, Contents.Maker maker) throws IOException {
    createRepo(repo);
    try (FileWrite write = FileWrite.over(store, master(repo))) {
      for (int i = 0; i < count; i++) {
        write.put(FilePath.parse(Contents.path(i)), new ByteArrayInputStream(maker.content(i)));
      }
      return write.commit(master(repo), new Operation("put file", repo), "");
    }
  }

  /** Commits another content of the {@code index}-th file. */
  CommitId change(String repo, int index, byte[] content) throws IOException {
    try (FileWrite write = FileWrite.over(store, master(repo))) {
      write.put(FilePath.parse(Contents.path(index)), new ByteArrayInputStream(content));
      return write.commit(master(repo), new Operation("put file", repo), "");
    }
  }

  /** The input of a specification, as JSON. */
  record Input(String json) {
    /** Several inputs as one; {@code kind}: union, cross, join or group. */
    static Input of(String kind, Input... parts) {
      return new Input(
          Stream.of(parts)
              .map(Input::json)
              .collect(Collectors.joining(",", "{\"" + kind + "\":[", "]}")));
    }
  }

  /** {@code fields}: further ones of the input, each after a comma. */
  static Input pfs(String repo, String glob, String fields) {
    return new Input(
        String.format("{\"pfs\":{\"repo\":\"%s\",\"glob\":\"%s\"%s}}", repo, glob, fields));
  }

  /** A pipeline that makes a datum of each file, and has it in upper case. */
  void createPipeline(String name, String input) {
    createPipeline(name, input, UpperCase.class, "");
  }

  /**
   * A pipeline that makes a datum of each file.
   *
   * @param fields further ones of the specification, each after a comma
   */
  void createPipeline(
      String name, String input, Class<? extends DatumTransform> code, String fields) {
    createPipeline(name, pfs(input, "/*/*", ""), code, fields);
  }

  /**
   * A pipeline of any input.
   *
   * @param fields further ones of the specification, each after a comma
   */
  void createPipeline(
      String name, Input input, Class<? extends DatumTransform> code, String fields) {
    String json =
        String.format(
            "{\"pipeline\":{\"name\":\"%s\"},\"input\":%s,"
                + "\"transform\":{\"java\":{\"class\":\"%s\"}}%s}",
            name, input.json(), code.getName(), fields);
    PipelineSpec spec =
        new SpecParser(ProjectName.DEFAULT, Glob::problem)
            .parse(new SpecText(name, json))
            .requireValid()
            .get(0)
            .spec();
    store.transact(
        new Operation("create pipeline", name),
        tx ->
            PipelineChanges.create(
                tx, new PipelineChanges.Request(spec, store.host().randomId(), Optional.empty())));
  }

  /** Has the pipeline run all its datums again, as {@code rerun pipeline --reprocess} does. */
  void reprocess(String name) {
    store.transact(
        new Operation("rerun pipeline", name),
        tx ->
            PipelineChanges.rerun(
                tx,
                new PipelineName(ProjectName.DEFAULT, name),
                store.host().randomId(),
                PipelineChanges.Processed.REPROCESS));
  }

  /**
   * Runs all pending jobs.
   *
   * @throws IllegalStateException unless as many datums as that were processed, and all jobs
   *     succeeded
   */
  RunReport run(long processed) throws InterruptedException {
    return run(processed, EngineOptions.direct("none"));
  }

  /** As {@link #run(long)}, on another runner. */
  RunReport run(long processed, EngineOptions options) throws InterruptedException {
    return run(processed, options, new EngineListener() {});
  }

  /** As {@link #run(long)}; the listener is told how the jobs go. */
  RunReport run(long processed, EngineOptions options, EngineListener listener)
      throws InterruptedException {
    RunReport report = new Engine(store, options, listener).runPending();
    List<Job> ended = report.ended();
    long done = ended.stream().mapToLong(job -> job.counts().processed()).sum();
    if (done != processed || ended.stream().anyMatch(job -> job.state() != JobState.SUCCESS)) {
      throw new IllegalStateException(
          "the jobs processed " + done + " datums, not " + processed + ": " + ended);
    }
    return report;
  }

  @Override
  public void close() {
    store.close();
  }
}
