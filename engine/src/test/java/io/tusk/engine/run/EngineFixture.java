/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.run;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tusk.check.PipelineCheck;
import io.tusk.datum.DatumKey;
import io.tusk.datum.DatumRecord;
import io.tusk.engine.log.LogLine;
import io.tusk.engine.log.LogText;
import io.tusk.files.FileEntry;
import io.tusk.files.FileSet;
import io.tusk.files.PathInfo;
import io.tusk.fsck.Fsck;
import io.tusk.glob.Glob;
import io.tusk.host.Host;
import io.tusk.host.SetTime;
import io.tusk.log.Operation;
import io.tusk.name.BranchName;
import io.tusk.name.CommitId;
import io.tusk.name.FilePath;
import io.tusk.name.ProjectName;
import io.tusk.name.RepoName;
import io.tusk.objects.ObjectStore;
import io.tusk.objects.TestStores;
import io.tusk.pieces.PackWriter;
import io.tusk.pipeline.Job;
import io.tusk.pipeline.JobCatalog;
import io.tusk.pipeline.JobId;
import io.tusk.pipeline.PipelineChanges;
import io.tusk.repo.CommitRef;
import io.tusk.repo.FileWrite;
import io.tusk.repo.RepoChanges;
import io.tusk.repo.Transaction;
import io.tusk.repo.TuskStore;
import io.tusk.spec.PipelineSpec;
import io.tusk.spec.parse.ParsedSpec;
import io.tusk.spec.parse.SpecParser;
import io.tusk.spec.text.SpecText;
import io.tusk.tree.Tree;
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
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.BiFunction;
import java.util.function.Consumer;

/** A store with an engine over it, and the few things that tests of pipelines do. */
public final class EngineFixture implements AutoCloseable {
  public final TuskStore store;

  public EngineFixture() {
    this(TestStores.create());
  }

  /** A new store that goes by {@code time}. */
  static EngineFixture at(SetTime time) {
    Host system = Host.system();
    Host host = new Host(time.clock(), system.random(), system.sleeper());
    return new EngineFixture(TuskStore.create(TestStores.create(), host));
  }

  public EngineFixture(ObjectStore objects) {
    this(TuskStore.create(objects, Host.system()));
  }

  public EngineFixture(TuskStore store) {
    this.store = store;
  }

  public static RepoName repo(String name) {
    return new RepoName(ProjectName.DEFAULT, name);
  }

  public static BranchName master(String repo) {
    return new BranchName(repo(repo), "master");
  }

  public void createRepo(String name) {
    store.transact(
        new Operation("create repo", name),
        tx -> {
          RepoChanges.create(tx, repo(name), "");
          return null;
        });
  }

  /** One transaction. */
  public void change(Consumer<Transaction> body) {
    store.transact(
        new Operation("test", ""),
        tx -> {
          body.accept(tx);
          return null;
        });
  }

  /** Puts and deletes in one commit; an absent content deletes. */
  public CommitId put(String repo, Map<String, Optional<String>> files) {
    return put(master(repo), files);
  }

  public CommitId put(BranchName branch, Map<String, Optional<String>> files) {
    try (FileWrite write = new FileWrite(store)) {
      for (Map.Entry<String, Optional<String>> file : files.entrySet()) {
        FilePath path = FilePath.parse(file.getKey());
        if (file.getValue().isPresent()) {
          write.put(path, new ByteArrayInputStream(file.getValue().get().getBytes(UTF_8)));
        } else {
          write.delete(path);
        }
      }
      return write.commit(branch, new Operation("put file", branch.repo().name()), "");
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  public CommitId put(String repo, String path, String content) {
    return put(repo, Map.of(path, Optional.of(content)));
  }

  public static PipelineSpec spec(String json) {
    List<ParsedSpec> specs =
        new SpecParser(ProjectName.DEFAULT, Glob::problem)
            .parse(new SpecText("test.json", json))
            .requireValid();
    return specs.get(0).spec();
  }

  /** A pipeline of a Java class. */
  public static String javaSpec(String name, String input, String glob, Class<?> code) {
    return String.format(
        "{\"pipeline\":{\"name\":\"%s\"},\"input\":{\"pfs\":{\"repo\":\"%s\",\"glob\":\"%s\"}},"
            + "\"transform\":{\"java\":{\"class\":\"%s\"}},\"datum_tries\":1}",
        name, input, glob, code.getName());
  }

  public void createPipeline(String json) {
    PipelineSpec spec = spec(json);
    store.transact(
        new Operation("create pipeline", spec.name().toString()),
        tx -> PipelineChanges.create(tx, request(spec)));
  }

  public void updatePipeline(String json, PipelineChanges.Processed processed) {
    PipelineSpec spec = spec(json);
    store.transact(
        new Operation("update pipeline", spec.name().toString()),
        tx -> PipelineChanges.update(tx, request(spec), processed));
  }

  /** A pipeline of a Java class in a jar. */
  public void createPipeline(String json, byte[] jar) {
    withJar("create pipeline", json, jar, PipelineChanges::create);
  }

  public void updatePipeline(String json, PipelineChanges.Processed processed, byte[] jar) {
    withJar(
        "update pipeline",
        json,
        jar,
        (tx, request) -> PipelineChanges.update(tx, request, processed));
  }

  private void withJar(
      String verb,
      String json,
      byte[] jar,
      BiFunction<Transaction, PipelineChanges.Request, ?> change) {
    PipelineSpec spec = spec(json);
    try (PackWriter out = store.newPackWriter()) {
      FileEntry stored = store.files().write(new ByteArrayInputStream(jar), out);
      store.transact(
          new Operation(verb, spec.name().toString()),
          out,
          tx ->
              change.apply(
                  tx,
                  new PipelineChanges.Request(spec, store.host().randomId(), Optional.of(stored))));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private PipelineChanges.Request request(PipelineSpec spec) {
    return new PipelineChanges.Request(spec, store.host().randomId(), Optional.empty());
  }

  public RunReport run() {
    return run("auto");
  }

  /** Runs the only job that is pending. */
  public Job runOne() {
    return runOne("auto");
  }

  public Job runOne(String isolation) {
    List<Job> ended = run(isolation).ended();
    assertThat(ended).hasSize(1);
    return ended.get(0);
  }

  public RunReport run(String isolation) {
    return run(options(isolation));
  }

  public RunReport run(EngineOptions options) {
    try {
      return new Engine(store, options, new EngineListener() {}).runPending();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  public Engine engine(String isolation) {
    return new Engine(store, options(isolation), new EngineListener() {});
  }

  public EngineOptions options(String isolation) {
    return new EngineOptions(
        List.of("--runner=DirectRunner"), 2, isolation, Duration.ofSeconds(60));
  }

  /**
   * A pipeline {@code p} over {@code in} that runs a script, with more fields of the transform and
   * of the specification.
   */
  public static String shellSpec(String script, String transform, String fields) {
    return "{\"pipeline\":{\"name\":\"p\"},\"input\":{\"pfs\":{\"repo\":\"in\",\"glob\":\"/*\"}},"
        + "\"transform\":{\"cmd\":[\"sh\",\"-c\",\""
        + script.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n")
        + "\"]"
        + transform
        + "}"
        + fields
        + "}";
  }

  /** The records of an ended job's datums by the first path of each. */
  public Map<String, DatumRecord> records(Job job) {
    Map<String, DatumRecord> records = new TreeMap<>();
    job.datums()
        .map(root -> store.trees().ascending(Tree.stored(root), new byte[0]))
        .ifPresent(
            entries ->
                entries.forEachRemaining(
                    entry ->
                        records.put(
                            DatumKey.ofBytes(entry.key()).parts().get(0).path().value(),
                            DatumRecord.decode(entry))));
    return records;
  }

  /** What a datum and Tusk said, line by line. */
  public List<String> log(DatumRecord record) {
    return record
        .log()
        .map(ref -> LogText.parse(store.trees().pieces().chunk(ref)).lines())
        .orElse(List.of())
        .stream()
        .map(LogLine::marked)
        .toList();
  }

  public Job job(JobId id) {
    return new JobCatalog(store.snapshot().catalog()).requireJob(id);
  }

  /** An argument for {@code sleep}, of a day, that no other process has. */
  public static String nonce() {
    return "86400." + ThreadLocalRandom.current().nextLong(1_000_000_000L, 10_000_000_000L);
  }

  /** The living processes that sleep for so long. */
  public static List<String> sleeping(String nonce) {
    return ProcessHandle.allProcesses()
        .flatMap(process -> process.info().commandLine().stream())
        .filter(line -> line.endsWith("sleep " + nonce))
        .toList();
  }

  /** The job that is not at its end; there is one. */
  public JobId pending() {
    List<Job> pending = new JobCatalog(store.snapshot().catalog()).pending();
    assertThat(pending).hasSize(1);
    return pending.get(0).id();
  }

  public FileSet files(String ref) {
    return store.snapshot().resolver().readable(CommitRef.parse(ProjectName.DEFAULT, ref)).files();
  }

  /** All files of a commit with their contents. */
  public Map<String, String> contents(String ref) {
    return contents(files(ref));
  }

  public Map<String, String> contents(FileSet set) {
    Map<String, String> contents = new TreeMap<>();
    Iterator<PathInfo> files = store.files().walk(set, FilePath.ROOT);
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
    problems.addAll(pipelineProblems());
    assertThat(problems).isEmpty();
  }

  /** What of pipelines does not agree. */
  public List<String> pipelineProblems() {
    List<String> problems = new ArrayList<>();
    long found = new PipelineCheck(store, problem -> problems.add(problem.toString())).run();
    assertThat(problems).hasSize((int) found);
    return problems;
  }
}
