/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.flink;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tusk.engine.run.EngineFixture;
import io.tusk.engine.run.EngineOptions;
import io.tusk.engine.run.RunReport;
import io.tusk.error.ErrorCode;
import io.tusk.error.TuskException;
import io.tusk.objects.LocalObjectStore;
import io.tusk.pipeline.Job;
import io.tusk.pipeline.JobCounts;
import io.tusk.pipeline.JobId;
import io.tusk.pipeline.JobState;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is left of a job's work when processes are killed while it runs. */
@Tag("cluster")
@Timeout(value = 600, unit = TimeUnit.SECONDS)
final class LossTest {
  private static final int DATUMS = 2_000;

  /** Two lanes, each within a shard of 32 datums, and once more where another attempt begins. */
  private static final int MOST_AGAIN = 128;

  @TempDir Path directory;
  private FlinkCluster cluster;
  private EngineFixture fixture;
  private Process worker;
  private final ExecutorService threads = Executors.newCachedThreadPool();

  @BeforeEach
  void start() {
    cluster = FlinkCluster.start();
    worker = cluster.startWorker(2, Map.of());
    cluster.awaitSlots(2);
    fixture = new EngineFixture(new LocalObjectStore(store()));
    fixture.createRepo("in");
    Map<String, Optional<String>> files = new HashMap<>();
    for (int i = 0; i < DATUMS; i++) {
      files.put(String.format("/%04d", i), Optional.of("content " + i));
    }
    fixture.put("in", files);
    fixture.createPipeline(
        EngineFixture.shellSpec(
            "echo $(basename $in) >> " + ran() + "; cp $in $PFS_ROOT/out",
            "",
            ",\"parallelism_spec\":{\"constant\":2}"));
  }

  @AfterEach
  void close() {
    threads.shutdownNow();
    fixture.close();
    cluster.close();
  }

  private Path store() {
    return directory.resolve("store");
  }

  /** Where each try of a datum leaves a line. */
  private Path ran() {
    return directory.resolve("ran");
  }

  private EngineOptions options() {
    return options(Duration.ofSeconds(10));
  }

  private EngineOptions options(Duration deadAfter) {
    return new EngineOptions(
        List.of(
            "--runner=FlinkRunner",
            "--flinkMaster=" + cluster.address(),
            "--flinkConfDir=" + cluster.configuration()),
        OptionalInt.empty(),
        "none",
        deadAfter,
        Optional.empty(),
        Set.of(),
        EngineOptions.DEFAULT_PLAN_ON_WORKERS_FROM);
  }

  private Future<RunReport> run() {
    return threads.submit(() -> fixture.run(options()));
  }

  private List<String> tries() {
    try {
      return Files.exists(ran()) ? Files.readAllLines(ran(), UTF_8) : List.of();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** So that some of the work is stored, and much is left. */
  private void awaitHalf() {
    cluster.await("half of the datums ran", () -> tries().size() > DATUMS / 2);
  }

  private void assertWhole(Job job) {
    assertThat(job.state()).as(job.reason()).isEqualTo(JobState.SUCCESS);
    assertThat(job.counts()).isEqualTo(new JobCounts(DATUMS, DATUMS, 0, 0, 0));
    assertThat(fixture.files("p@master").hash()).isEqualTo(fixture.files("in@master").hash());
    Map<String, Long> times =
        tries().stream().collect(Collectors.groupingBy(name -> name, Collectors.counting()));
    assertThat(times).hasSize(DATUMS);
    assertThat(times.values().stream().filter(count -> count > 1))
        .hasSizeLessThanOrEqualTo(MOST_AGAIN);
    assertThat(fixture.store.objects().list("jobs/", "", 10)).isEmpty();
  }

  @Test
  void aWorkerThatIsLostIsReplacedByAnother() throws Exception {
    Future<RunReport> report = run();
    awaitHalf();
    FlinkCluster.kill(worker);
    cluster.startWorker(2, Map.of());

    List<Job> ended = report.get().ended();
    assertThat(ended).hasSize(1);
    assertThat(ended.get(0).attempt()).isEqualTo(1);
    assertWhole(ended.get(0));
  }

  @Test
  void aJobGoesOnWithoutTheClientThatGaveItToTheCluster() {
    JobId job = fixture.pending();
    TuskProcess client =
        TuskProcess.tusk(
            directory,
            "run",
            "--store=" + store(),
            "--isolation=none",
            "--runner=FlinkRunner",
            "--flinkMaster=" + cluster.address());
    cluster.await(
        "half of the datums ran",
        () -> {
          assertThat(client.isAlive()).as(client.output()).isTrue();
          return tries().size() > DATUMS / 2;
        });
    client.kill();

    EngineOptions patient = options(EngineOptions.DEFAULT_DEAD_AFTER);
    List<Job> awaited = fixture.run(patient).ended();

    assertThat(awaited).extracting(Job::id).containsExactly(job);
    assertThat(awaited.get(0).attempt()).as("nobody took it from the cluster").isEqualTo(1);
    cluster.awaitFree(2);
    assertThat(fixture.run(patient).ended()).as("it clears what is left").isEmpty();
    assertWhole(fixture.job(job));
  }

  @Test
  void aJobThatIsCancelledIsSaidToBeAndTheNextRunGoesOn() {
    Future<RunReport> report = run();
    awaitHalf();
    cluster.cancel(cluster.lastJob());
    assertThat(report)
        .failsWithin(Duration.ofMinutes(5))
        .withThrowableOfType(ExecutionException.class)
        .havingCause()
        .isInstanceOfSatisfying(
            TuskException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.HOST))
        .withMessage("the runner failed: Job was cancelled; 'tusk run' goes on with the job");

    List<Job> ended = fixture.run(options()).ended();
    assertThat(ended).hasSize(1);
    assertThat(ended.get(0).attempt()).isEqualTo(2);
    assertWhole(ended.get(0));
  }

  @Test
  void aJobManagerThatIsLostTakesItsJobsWithItAndTheNextRunGoesOn() throws Exception {
    Future<RunReport> report = run();
    awaitHalf();
    cluster.killManager();
    assertThat(report)
        .failsWithin(Duration.ofMinutes(5))
        .withThrowableThat()
        .havingCause()
        .isInstanceOf(TuskException.class)
        .withMessageStartingWith("the Flink cluster at " + cluster.address() + " does not answer")
        .withMessageEndingWith("; when it does, 'tusk run' goes on with the job");
    cluster.startManager();
    cluster.awaitFree(2);

    List<Job> ended = fixture.run(options()).ended();
    assertThat(ended).hasSize(1);
    assertThat(ended.get(0).attempt()).isEqualTo(2);
    assertWhole(ended.get(0));
  }
}
