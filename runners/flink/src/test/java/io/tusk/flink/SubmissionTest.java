/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.flink;

import static org.assertj.core.api.Assertions.assertThat;

import io.tusk.engine.run.EngineFixture;
import io.tusk.objects.LocalObjectStore;
import io.tusk.pipeline.Job;
import io.tusk.pipeline.JobCatalog;
import io.tusk.pipeline.JobId;
import io.tusk.pipeline.JobState;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The two ways to a cluster, each with and without waiting: {@code flink run}, {@code tusk run}.
 */
@Tag("cluster")
@Timeout(value = 600, unit = TimeUnit.SECONDS)
final class SubmissionTest {
  private static final String LAST = "tr a-z A-Z < $in > $PFS_ROOT/out/$(basename $in)";

  @TempDir Path directory;
  private final FlinkCluster cluster = FlinkCluster.shared();
  private EngineFixture fixture;

  @BeforeEach
  void chainOfTwo() {
    fixture = new EngineFixture(new LocalObjectStore(directory.resolve("store")));
    fixture.createRepo("in");
    fixture.put("in", Map.of("/a", Optional.of("one"), "/b", Optional.of("two")));
    fixture.createPipeline(EngineFixture.shellSpec("cp $in $PFS_ROOT/out", "", ""));
    fixture.createPipeline(
        EngineFixture.shellSpec(LAST, "", "")
            .replace("\"name\":\"p\"", "\"name\":\"q\"")
            .replace("\"repo\":\"in\"", "\"repo\":\"p\",\"name\":\"in\""));
  }

  @AfterEach
  void close() {
    cluster.awaitFree(FlinkCluster.SLOTS);
    fixture.close();
  }

  private List<Job> pending() {
    return new JobCatalog(fixture.store.snapshot().catalog()).pending();
  }

  private JobId pendingOf(String pipeline) {
    return pending().stream()
        .map(Job::id)
        .filter(id -> id.pipeline().name().equals(pipeline))
        .findFirst()
        .orElseThrow();
  }

  private String[] arguments(String... more) {
    List<String> all = new ArrayList<>();
    all.add("run");
    all.add("--store=" + directory.resolve("store"));
    all.add("--isolation=none");
    all.addAll(List.of(more));
    return all.toArray(String[]::new);
  }

  private TuskProcess.Ended flinkRun(List<String> flags, String... arguments) {
    return TuskProcess.flinkRun(directory, cluster, flags, arguments(arguments)).end();
  }

  private void assertDone() {
    assertThat(pending()).isEmpty();
    assertThat(fixture.contents("q@master")).isEqualTo(Map.of("/a", "ONE", "/b", "TWO"));
  }

  private void awaitEnd(JobId job) {
    cluster.await("job " + job + " ended", () -> fixture.job(job).state().isTerminal());
    assertThat(fixture.job(job).state()).as(fixture.job(job).reason()).isEqualTo(JobState.SUCCESS);
  }

  @Test
  void aChainInOneSubmission() {
    TuskProcess.Ended ended = flinkRun(List.of());

    assertThat(ended.exit()).as(ended.output()).isZero();
    assertThat(ended.output())
        .containsPattern("p@[0-9a-f]{32} success in .*: 2 processed, 0 skipped")
        .containsPattern("q@[0-9a-f]{32} success in .*: 2 processed, 0 skipped")
        .contains("2 jobs, 0 not successful; Beam was started 2 times");
    assertDone();
  }

  @Test
  void aChainInApplicationMode() {
    try (FlinkCluster application = FlinkCluster.application(arguments("--parallelism=2"))) {
      application.startWorker(2, Map.of());
      assertThat(application.awaitEnd()).as(application.logs()).isZero();
      assertThat(application.logs()).contains("2 jobs, 0 not successful; Beam was started 2 times");
    }
    assertDone();
  }

  @Test
  void whatFlinkRunLeavesToTheClusterIsFollowedByTheNextRun() {
    JobId first = pendingOf("p");
    JobId second = pendingOf("q");

    TuskProcess.Ended ended = flinkRun(List.of("-d"));

    assertThat(ended.exit()).as(ended.output()).isZero();
    assertThat(ended.output())
        .contains(
            first
                + ": submitted; it goes on without this command, and 'tusk run' runs what follows")
        .doesNotContain(second.toString());
    awaitEnd(first);
    assertThat(fixture.job(second).state()).isEqualTo(JobState.CREATED);

    assertThat(flinkRun(List.of("-d")).exit()).isZero();
    awaitEnd(second);
    assertDone();
  }

  @Test
  void whatTuskRunLeavesToTheClusterFinishes() {
    JobId first = pendingOf("p");

    TuskProcess.Ended ended =
        TuskProcess.tusk(
                directory,
                arguments(
                    "--runner=FlinkRunner",
                    "--flinkMaster=" + cluster.address(),
                    "--attachedMode=false"))
            .end();

    assertThat(ended)
        .isEqualTo(
            new TuskProcess.Ended(
                0,
                first
                    + ": submitted; it goes on without this command, and 'tusk run' runs what"
                    + " follows\n"));
    awaitEnd(first);
  }

  @Test
  void onlyThePipelineThatIsNamed() {
    TuskProcess.Ended ended = flinkRun(List.of("-p", "1"), "--pipeline=p");

    assertThat(ended.exit()).as(ended.output()).isZero();
    assertThat(ended.output()).contains("1 job, 0 not successful; Beam was started 1 time");
    assertThat(pending()).hasSize(1);
    assertThat(
            cluster
                .json("/jobs/" + cluster.lastJob() + "/config")
                .at("/execution-config/job-parallelism")
                .asInt())
        .isEqualTo(1);
  }

  @Test
  void aJobThatFailsEndsFlinkRunWithAnError() {
    fixture.createPipeline(
        EngineFixture.shellSpec("echo told to; exit 3", "", ",\"datum_tries\":1")
            .replace("\"name\":\"p\"", "\"name\":\"bad\""));

    TuskProcess.Ended ended = flinkRun(List.of(), "--pipeline=bad");

    assertThat(ended.exit()).isNotZero();
    assertThat(ended.output())
        .containsPattern("bad@[0-9a-f]{32} failure in ")
        .contains("told to")
        .contains("'tusk run' ended with exit code 3; what went wrong is printed above");
  }

  @Test
  void flinkRunHasChosenTheClusterAlready() {
    TuskProcess.Ended ended = flinkRun(List.of(), "--flinkMaster=elsewhere:8081");

    assertThat(ended.exit()).isNotZero();
    assertThat(ended.output())
        .contains(
            "tusk: --flinkMaster is elsewhere:8081, but 'flink run' has chosen the cluster already;"
                + " leave the option out");
  }
}
