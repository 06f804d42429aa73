/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.spark.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tusk.engine.run.EngineFixture;
import io.tusk.engine.run.EngineOptions;
import io.tusk.engine.run.RunReport;
import io.tusk.objects.LocalObjectStore;
import io.tusk.pipeline.Job;
import io.tusk.pipeline.JobCounts;
import io.tusk.pipeline.JobState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A job of two thousand datums loses parts of its cluster, and its engine. */
@Timeout(value = 600, unit = TimeUnit.SECONDS)
final class FaultsTest {
  private static final int DATUMS = 2_000;
  private static final int DATUM_MILLIS = 10;
  private static final int LANES = 2;

  /** A lane flushes after two seconds; what it began until then and the datum in flight. */
  private static final int MOST_LOST_OF_A_LANE = 2_000 / DATUM_MILLIS + 1;

  private static SparkSettings settings;

  @TempDir private Path directory;
  private EngineFixture fixture;
  private SparkCluster cluster;
  private Jvm worker;

  @BeforeAll
  static void setUp() {
    settings = SparkSettings.small();
  }

  @AfterAll
  static void giveBack() {
    settings.close();
  }

  @BeforeEach
  void prepare() {
    cluster = SparkCluster.start();
    worker = cluster.startWorker();
    fixture = new EngineFixture(new LocalObjectStore(directory.resolve("store")));
    fixture.createRepo("in");
    Map<String, Optional<String>> files = new TreeMap<>();
    for (int i = 0; i < DATUMS; i++) {
      files.put(String.format("/%04d", i), Optional.of("content " + i));
    }
    fixture.put("in", files);
    fixture.createPipeline(
        EngineFixture.shellSpec(
            "basename $in >> " + ran() + "; sleep 0.01; cp $in $PFS_ROOT/out/",
            ",\"env\":{}",
            ",\"parallelism_spec\":{\"constant\":" + LANES + "}"));
  }

  /** The store is sound, and holds nothing of the job but what it made. */
  @AfterEach
  void close() {
    cluster.close();
    assertThat(fixture.store.objects().list("jobs/", "", 10)).isEmpty();
    fixture.close();
  }

  private Path ran() {
    return directory.resolve("ran");
  }

  /** How many datums have begun, each as often as it has. */
  private int begun() throws IOException {
    return Files.exists(ran()) ? (int) Files.size(ran()) / "0000\n".length() : 0;
  }

  private List<String> arguments() {
    return List.of("--runner=SparkRunner", "--sparkMaster=" + cluster.url());
  }

  private Future<RunReport> start(ExecutorService thread) {
    return thread.submit(() -> fixture.run(EngineOptions.of(arguments(), "none")));
  }

  private void awaitBegun(int datums, Future<?> run) throws Exception {
    Await.until(datums + " datums have begun", () -> run.isDone() || begun() >= datums);
    assertThat(run.isDone()).as("the run is at its end").isFalse();
  }

  private void assertComplete(Job job, int mostAgain) throws IOException {
    assertThat(job.state()).as(job.reason()).isEqualTo(JobState.SUCCESS);
    assertThat(job.counts()).isEqualTo(new JobCounts(DATUMS, DATUMS, 0, 0, 0));
    assertThat(fixture.files("p@master").hash()).isEqualTo(fixture.files("in@master").hash());
    assertThat(new HashSet<>(Files.readAllLines(ran(), UTF_8))).hasSize(DATUMS);
    assertThat(begun() - DATUMS).isBetween(0, mostAgain);
  }

  @Test
  void anotherWorkerGoesOnWhereOneIsLost() throws Exception {
    ExecutorService thread = Executors.newSingleThreadExecutor();
    try {
      Future<RunReport> run = start(thread);
      awaitBegun(DATUMS / 4, run);
      worker.kill();
      cluster.startWorker();
      assertComplete(run.get().ended().get(0), LANES * MOST_LOST_OF_A_LANE);
    } finally {
      thread.shutdownNow();
    }
  }

  @Test
  void aLostExecutorIsReplaced() throws Exception {
    ExecutorService thread = Executors.newSingleThreadExecutor();
    try {
      Future<RunReport> run = start(thread);
      awaitBegun(DATUMS / 4, run);
      List<ProcessHandle> executors =
          worker.children().stream()
              .filter(
                  process -> process.info().commandLine().orElse("").contains("ExecutorBackend"))
              .toList();
      assertThat(executors).hasSize(1);
      executors.get(0).destroyForcibly();
      assertComplete(run.get().ended().get(0), LANES * MOST_LOST_OF_A_LANE);
    } finally {
      thread.shutdownNow();
    }
  }

  @Test
  void jobsGoOnWithoutTheirMaster() throws Exception {
    ExecutorService thread = Executors.newSingleThreadExecutor();
    try {
      Future<RunReport> run = start(thread);
      awaitBegun(DATUMS / 4, run);
      cluster.killMaster();
      awaitBegun(DATUMS / 2, run);
      cluster.restartMaster();
      assertComplete(run.get().ended().get(0), 0);
    } finally {
      thread.shutdownNow();
    }
    fixture.put("in", "/more", "more");
    RunReport next = fixture.run(EngineOptions.of(arguments(), "none"));
    assertThat(next.ended())
        .singleElement()
        .extracting(Job::counts)
        .isEqualTo(new JobCounts(DATUMS + 1L, 1, DATUMS, 0, 0));
  }

  /** The lost client's executors may run on until their lanes see that the job is another's. */
  @Test
  void theNextRunGoesOnWhereAClientWasLost() throws Exception {
    ExecutorService thread = Executors.newSingleThreadExecutor();
    List<String> words =
        List.of(
            "io.tusk.cli.Main",
            "run",
            "--runner=SparkRunner",
            "--sparkMaster=" + cluster.url(),
            "--isolation=none",
            "--store=" + directory.resolve("store"));
    try (Jvm client = Client.start(words)) {
      Future<Integer> ended = thread.submit(client::end);
      awaitBegun(DATUMS / 4, ended);
      client.kill();
      RunReport next = start(thread).get();
      assertComplete(next.ended().get(0), 2 * LANES * MOST_LOST_OF_A_LANE);
      assertThat(next.ended().get(0).attempt()).isEqualTo(2);
    } finally {
      thread.shutdownNow();
    }
  }
}
