/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.run;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tusk.objects.ObjectStore;
import io.tusk.pieces.Hash;
import io.tusk.pipeline.Job;
import io.tusk.pipeline.JobCounts;
import io.tusk.pipeline.JobState;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** What tests of a runner ask of it, and a store with a repository {@code in} for each of them. */
abstract class RunnerSeam {
  static final String UPPER = "tr a-z A-Z < \"$in\" > $PFS_ROOT/out/\"$(basename \"$in\")\"";

  @TempDir Path directory;
  EngineFixture fixture;

  /** For an engine whose datums run on the runner under test, kept apart in such a way. */
  protected abstract EngineOptions options(String isolation);

  /** How many datums the runner has room for at once; at least 2. */
  protected abstract int slots();

  /**
   * Where a store is made for one test: empty, and found by the runner's workers by its location.
   *
   * @param directory empty, and the test's own, on this host
   */
  protected abstract ObjectStore newObjects(Path directory);

  @BeforeEach
  void open() throws IOException {
    fixture = new EngineFixture(newObjects(Files.createDirectory(directory.resolve("store"))));
    fixture.createRepo("in");
  }

  /** Every store is sound, and holds nothing of jobs that have ended. */
  @AfterEach
  void close() {
    if (fixture != null) {
      assertThat(fixture.store.objects().list("jobs/", "", 10)).isEmpty();
      fixture.close();
    }
  }

  /** {@code put("a", "one", "b", null)} writes {@code /a} and deletes {@code /b}, in one commit. */
  void put(String... pathsAndContents) {
    Map<String, Optional<String>> files = new TreeMap<>();
    for (int i = 0; i < pathsAndContents.length; i += 2) {
      files.put("/" + pathsAndContents[i], Optional.ofNullable(pathsAndContents[i + 1]));
    }
    fixture.put("in", files);
  }

  /** As many files, named by numbers. */
  void putMany(int count) {
    Map<String, Optional<String>> files = new TreeMap<>();
    for (int i = 0; i < count; i++) {
      files.put(String.format("/%03d", i), Optional.of("content " + i));
    }
    fixture.put("in", files);
  }

  /**
   * A pipeline {@code p} over {@code in}, with a fixed salt and one try for each datum unless the
   * fields, in single quotes, say otherwise.
   */
  static String spec(String script, String transform, String fields) {
    String usual = fields.contains("'datum_tries'") ? "" : ",\"datum_tries\":1";
    return EngineFixture.shellSpec(
        script,
        transform.replace('\'', '"'),
        ",\"salt\":\"s\"" + usual + fields.replace('\'', '"'));
  }

  static String spec(String script) {
    return spec(script, "", "");
  }

  private Path ranFile() {
    return directory.resolve("ran");
  }

  /** Does what the script does, and leaves in a file of this host for which datum. */
  String noted(String script) {
    return "basename \"$in\" >> " + ranFile() + "; " + script;
  }

  /** The names of the datums that were run since this was asked last, in their order. */
  private List<String> ran() {
    try {
      if (!Files.exists(ranFile())) {
        return List.of();
      }
      List<String> ran = Files.readAllLines(ranFile(), UTF_8).stream().sorted().toList();
      Files.delete(ranFile());
      return ran;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  RunReport run() {
    return fixture.run(options("none"));
  }

  Job runOne() {
    List<Job> ended = run().ended();
    assertThat(ended).hasSize(1);
    return ended.get(0);
  }

  /**
   * Runs the job that waits. It succeeds, runs just these datums, and starts a runner only where
   * there is one to run.
   */
  Job succeeds(JobCounts counts, String... ran) {
    RunReport report = run();
    assertThat(report.ended()).hasSize(1);
    Job job = report.ended().get(0);
    assertThat(job.state()).as(job.reason()).isEqualTo(JobState.SUCCESS);
    assertThat(job.counts()).isEqualTo(counts);
    assertThat(ran()).isEqualTo(Arrays.asList(ran));
    assertThat(report.runnersStarted()).isEqualTo(ran.length == 0 ? 0 : 1);
    return job;
  }

  /** Runs the job that waits, in which datums fail; it runs just these datums. */
  Job fails(JobCounts counts, String... ran) {
    Job job = runOne();
    assertThat(job.state()).isEqualTo(JobState.FAILURE);
    assertThat(job.counts()).as(job.reason()).isEqualTo(counts);
    assertThat(ran()).isEqualTo(Arrays.asList(ran));
    return job;
  }

  static JobCounts counts(long total, long processed, long skipped) {
    return new JobCounts(total, processed, skipped, 0, 0);
  }

  /** What a datum of that path and Tusk said, line by line. */
  List<String> log(Job job, String path) {
    return fixture.log(fixture.records(job).get(path));
  }

  /**
   * The hash of what readers of a branch see begins so. It is the same on every runner and every
   * store, and so is written down.
   */
  void assertRoot(String ref, String hash) {
    assertThat(fixture.files(ref).hash()).as(ref).asString().startsWith(hash);
  }

  Hash datum(Job job, String path) {
    return fixture.records(job).get(path).id();
  }
}
