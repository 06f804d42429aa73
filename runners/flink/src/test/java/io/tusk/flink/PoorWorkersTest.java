/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.flink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.tusk.engine.command.Isolation;
import io.tusk.engine.command.IsolationProbe;
import io.tusk.engine.run.EngineFixture;
import io.tusk.engine.run.EngineOptions;
import io.tusk.error.ErrorCode;
import io.tusk.error.TuskException;
import io.tusk.objects.LocalObjectStore;
import io.tusk.objects.ObjectStore;
import io.tusk.pipeline.Job;
import io.tusk.pipeline.JobState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Workers that lack what a job needs: the run says what, and the next one goes on. */
@Tag("cluster")
@Timeout(value = 600, unit = TimeUnit.SECONDS)
final class PoorWorkersTest {
  @TempDir Path directory;
  private FlinkCluster own;

  @AfterEach
  void close() {
    if (own != null) {
      own.close();
    }
  }

  private static EngineFixture pipelineOver(ObjectStore objects) {
    EngineFixture fixture = new EngineFixture(objects);
    fixture.createRepo("in");
    fixture.put("in", Map.of("/a", Optional.of("one")));
    fixture.createPipeline(EngineFixture.shellSpec("cp $in $PFS_ROOT/out", "", ""));
    return fixture;
  }

  private static List<String> arguments(FlinkCluster cluster, String... more) {
    List<String> all =
        new ArrayList<>(List.of("--runner=FlinkRunner", "--flinkMaster=" + cluster.address()));
    all.addAll(List.of(more));
    return all;
  }

  private static void assertRefused(
      EngineFixture fixture, EngineOptions options, ErrorCode code, String message) {
    assertThatThrownBy(() -> fixture.run(options))
        .isInstanceOf(TuskException.class)
        .hasMessageStartingWith(message)
        .extracting("code")
        .isEqualTo(code);
    assertThat(fixture.job(fixture.pending()).state()).isEqualTo(JobState.RUNNING);
  }

  private static void assertGoesOn(EngineFixture fixture, EngineOptions options) {
    List<Job> ended = fixture.run(options).ended();
    assertThat(ended).extracting(Job::state).containsExactly(JobState.SUCCESS);
    assertThat(fixture.contents("p@master")).isEqualTo(Map.of("/a", "one"));
  }

  @Test
  void bubblewrapIsMissing() throws IOException {
    own = FlinkCluster.start();
    own.startWorker(1, Map.of("PATH", programs("sh", "cp", "basename").toString()));
    own.awaitSlots(1);
    try (EngineFixture fixture = pipelineOver(new LocalObjectStore(directory.resolve("store")))) {
      List<String> arguments = arguments(own, "--numberOfExecutionRetries=0");
      assertRefused(
          fixture,
          EngineOptions.of(arguments, "bubblewrap"),
          ErrorCode.HOST,
          "--isolation=bubblewrap is not possible on this host (");
      assertGoesOn(fixture, EngineOptions.of(arguments, "none"));
    }
  }

  /** A directory with these programs of the host and no other. */
  private Path programs(String... names) throws IOException {
    Path bin = Files.createDirectory(directory.resolve("bin"));
    for (String name : names) {
      Path program =
          List.of("/bin", "/usr/bin").stream()
              .map(place -> Path.of(place, name))
              .filter(Files::isExecutable)
              .findFirst()
              .orElseThrow();
      Files.createSymbolicLink(bin.resolve(name), program);
    }
    return bin;
  }

  @Test
  void credentialsAreMissing() {
    FlinkCluster cluster = FlinkCluster.shared();
    Bucket bucket = Bucket.create();
    try (EngineFixture fixture = pipelineOver(bucket.open())) {
      List<String> given = Bucket.arguments(cluster);
      List<String> without = new ArrayList<>(given);
      without.removeIf(argument -> argument.startsWith("--awsCredentialsProvider"));
      without.add("--numberOfExecutionRetries=0");
      assertRefused(
          fixture,
          EngineOptions.of(without, "none"),
          ErrorCode.STORAGE,
          "store " + bucket.location() + " cannot be used: no AWS credentials were found");
      assertGoesOn(fixture, EngineOptions.of(given, "none"));
    }
  }

  @Test
  void theStoreIsInADirectoryOfAnotherHost() {
    Isolation bubblewrap = Isolation.BUBBLEWRAP;
    assumeThat(IsolationProbe.detect().effective(bubblewrap)).contains(bubblewrap);
    Path place = directory.resolve("store");
    own = FlinkCluster.start();
    own.startWorker(
        1,
        Map.of(),
        "bwrap",
        "--die-with-parent",
        "--dev-bind",
        "/",
        "/",
        "--tmpfs",
        directory.toString());
    own.awaitSlots(1);
    try (EngineFixture fixture = pipelineOver(new LocalObjectStore(place))) {
      List<String> arguments = arguments(own, "--numberOfExecutionRetries=0");
      assertThatThrownBy(() -> fixture.run(EngineOptions.of(arguments, "none")))
          .isInstanceOf(TuskException.class)
          .hasMessageMatching(
              "worker .* finds no store at "
                  + place
                  + ", but the job is of store [0-9a-f]{32}; use a store that all workers reach:"
                  + " s3://BUCKET/PREFIX, or a directory that is mounted on each of them")
          .extracting("code")
          .isEqualTo(ErrorCode.HOST);
      assertGoesOn(fixture, EngineOptions.of(List.of("--runner=FlinkRunner"), "none").withSlots(1));
    }
  }
}
