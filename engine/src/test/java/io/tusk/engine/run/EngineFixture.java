/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.run;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tusk.files.FileEntry;
import io.tusk.files.FileSet;
import io.tusk.files.PathInfo;
import io.tusk.fsck.Fsck;
import io.tusk.glob.Glob;
import io.tusk.host.Host;
import io.tusk.log.Operation;
import io.tusk.name.BranchName;
import io.tusk.name.CommitId;
import io.tusk.name.FilePath;
import io.tusk.name.ProjectName;
import io.tusk.name.RepoName;
import io.tusk.objects.MemoryObjectStore;
import io.tusk.objects.ObjectStore;
import io.tusk.pipeline.PipelineChanges;
import io.tusk.repo.CommitRef;
import io.tusk.repo.FileWrite;
import io.tusk.repo.RepoChanges;
import io.tusk.repo.TuskStore;
import io.tusk.spec.PipelineSpec;
import io.tusk.spec.parse.ParsedSpec;
import io.tusk.spec.parse.SpecParser;
import io.tusk.spec.text.SpecText;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A store with an engine over it, and the few things that tests of pipelines do. */
final class EngineFixture implements AutoCloseable {
  final TuskStore store;

  EngineFixture() {
    this(new MemoryObjectStore());
  }

  EngineFixture(ObjectStore objects) {
    this.store = TuskStore.create(objects, Host.system());
  }

  static RepoName repo(String name) {
    return new RepoName(ProjectName.DEFAULT, name);
  }

  static BranchName master(String repo) {
    return new BranchName(repo(repo), "master");
  }

  void createRepo(String name) {
    store.transact(
        new Operation("create repo", name),
        tx -> {
          RepoChanges.create(tx, repo(name), "");
          return null;
        });
  }

  /** Puts and deletes in one commit; an absent content deletes. */
  CommitId put(String repo, Map<String, Optional<String>> files) {
    try (FileWrite write = new FileWrite(store)) {
      for (Map.Entry<String, Optional<String>> file : files.entrySet()) {
        FilePath path = FilePath.parse(file.getKey());
        if (file.getValue().isPresent()) {
          write.put(path, new ByteArrayInputStream(file.getValue().get().getBytes(UTF_8)));
        } else {
          write.delete(path);
        }
      }
      return write.commit(master(repo), new Operation("put file", repo), "");
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  CommitId put(String repo, String path, String content) {
    return put(repo, Map.of(path, Optional.of(content)));
  }

  static PipelineSpec spec(String json) {
    List<ParsedSpec> specs =
        new SpecParser(ProjectName.DEFAULT, Glob::problem)
            .parse(new SpecText("test.json", json))
            .requireValid();
    return specs.get(0).spec();
  }

  /** A pipeline of a Java class. */
  static String javaSpec(String name, String input, String glob, Class<?> code) {
    return String.format(
        "{\"pipeline\":{\"name\":\"%s\"},\"input\":{\"pfs\":{\"repo\":\"%s\",\"glob\":\"%s\"}},"
            + "\"transform\":{\"java\":{\"class\":\"%s\"}},\"datum_tries\":1}",
        name, input, glob, code.getName());
  }

  void createPipeline(String json) {
    PipelineSpec spec = spec(json);
    store.transact(
        new Operation("create pipeline", spec.name().toString()),
        tx -> PipelineChanges.create(tx, request(spec)));
  }

  void updatePipeline(String json, PipelineChanges.Processed processed) {
    PipelineSpec spec = spec(json);
    store.transact(
        new Operation("update pipeline", spec.name().toString()),
        tx -> PipelineChanges.update(tx, request(spec), processed));
  }

  private PipelineChanges.Request request(PipelineSpec spec) {
    return new PipelineChanges.Request(spec, store.host().randomId(), Optional.empty());
  }

  RunReport run() {
    EngineOptions options =
        new EngineOptions(List.of("--runner=DirectRunner"), 2, "auto", Duration.ofSeconds(60));
    try {
      return new Engine(store, options, new EngineListener() {}).runPending();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  FileSet files(String ref) {
    return store.snapshot().resolver().readable(CommitRef.parse(ProjectName.DEFAULT, ref)).files();
  }

  /** All files of a commit with their contents. */
  Map<String, String> contents(String ref) {
    Map<String, String> contents = new TreeMap<>();
    Iterator<PathInfo> files = store.files().walk(files(ref), FilePath.ROOT);
    while (files.hasNext()) {
      PathInfo info = files.next();
      try (InputStream content = store.files().open((FileEntry) info.entry())) {
        contents.put(info.path().value(), new String(content.readAllBytes(), UTF_8));
      } catch (IOException e) {
        throw new AssertionError(e);
      }
    }
    return contents;
  }

  /** The store is sound. */
  @Override
  public void close() {
    List<String> problems = new ArrayList<>();
    new Fsck(store.objects(), store.host(), problem -> problems.add(problem.toString())).run();
    assertThat(problems).isEmpty();
  }
}
