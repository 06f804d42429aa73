/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.spark.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tusk.engine.run.EngineFixture;
import io.tusk.engine.run.EngineOptions;
import io.tusk.error.ErrorCode;
import io.tusk.error.TuskException;
import io.tusk.objects.LocalObjectStore;
import io.tusk.objects.ObjectStore;
import io.tusk.pipeline.JobState;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Clusters that cannot run a job, and what is said of them. */
@Timeout(value = 600, unit = TimeUnit.SECONDS)
final class MisuseTest {
  @TempDir private Path directory;
  private SparkSettings settings;
  private SparkCluster cluster;
  private EngineFixture fixture;

  @BeforeEach
  void prepare() {
    settings =
        SparkSettings.with(
            Map.of(
                "spark.scheduler.maxRegisteredResourcesWaitingTime", "200s",
                "spark.task.maxFailures", "1"));
    cluster = SparkCluster.start();
  }

  @AfterEach
  void close() {
    cluster.close();
    settings.close();
    fixture.close();
  }

  private void create(ObjectStore objects, String script) {
    fixture = new EngineFixture(objects);
    fixture.createRepo("in");
    fixture.put("in", "/a", "one");
    fixture.createPipeline(EngineFixture.shellSpec(script, "", ""));
  }

  private void createLocal() {
    create(new LocalObjectStore(directory.resolve("store")), "cp $in $PFS_ROOT/out/");
  }

  private AbstractThrowableAssert<?, ? extends Throwable> assertRun(
      String isolation, List<String> more) {
    List<String> arguments =
        new ArrayList<>(List.of("--runner=SparkRunner", "--sparkMaster=" + cluster.url()));
    arguments.addAll(more);
    return assertThatThrownBy(() -> fixture.run(EngineOptions.of(arguments, isolation)))
        .isInstanceOf(TuskException.class);
  }

  /** The job waits for a run that can have what it needs. */
  private void assertStillPending() {
    assertThat(fixture.job(fixture.pending()).state()).isEqualTo(JobState.RUNNING);
  }

  @Test
  void anApplicationWithoutAnExecutorEndsAndSaysSo() {
    settings.close();
    settings =
        SparkSettings.with(
            Map.of(
                "spark.scheduler.maxRegisteredResourcesWaitingTime", "1s",
                "spark.executor.memory", "3g"));
    cluster.startWorker();
    createLocal();
    assertRun("none", List.of())
        .hasMessage(
            "no executor came to this application within 1 s: "
                + cluster.url()
                + " has no worker with a free core and 3g of free memory; end other applications,"
                + " lower spark.executor.memory, or wait longer with"
                + " spark.scheduler.maxRegisteredResourcesWaitingTime");
    assertStillPending();
  }

  @Test
  void aMasterOfAnotherVersionIsRefused() {
    cluster.close();
    cluster = SparkCluster.startOlder();
    createLocal();
    assertRun("none", List.of())
        .hasMessage(
            "the cluster at "
                + cluster.url()
                + " runs Spark 3.4.4, and Tusk runs on Spark 3.5.x with Scala 2.12; use such a"
                + " cluster");
    assertStillPending();
  }

  /** A worker of another host, as far as files go. */
  @Test
  void aStoreThatWorkersLackIsNamed() {
    cluster.startWorker(
        List.of("bwrap", "--dev-bind", "/", "/", "--tmpfs", directory.toString()), Map.of());
    createLocal();
    assertRun("none", List.of())
        .hasMessageMatching(
            "worker \\S+ finds no store at "
                + directory.resolve("store")
                + ", but the job is of store [0-9a-f]+; use a store that all workers reach:"
                + " s3://BUCKET/PREFIX, or a directory that is mounted on each of them");
    assertStillPending();
  }

  @Test
  void credentialsThatWorkersLackAreNamed() {
    cluster.startWorker(List.of(), Map.of("AWS_EC2_METADATA_DISABLED", "true", "HOME", "/nowhere"));
    create(Bucket.create().open(), "cp $in $PFS_ROOT/out/");
    assertRun("none", Bucket.place())
        .satisfies(e -> assertThat(((TuskException) e).code()).isEqualTo(ErrorCode.STORAGE))
        .hasMessageContaining("credentials");
    assertStillPending();
  }

  @Test
  void bubblewrapThatWorkersLackIsNamed() throws IOException {
    cluster.startWorker(List.of(), Map.of("PATH", pathWithout("bwrap").toString()));
    createLocal();
    assertRun("bubblewrap", List.of()).hasMessageContaining("bubblewrap");
    assertStillPending();
  }

  /** A directory that names all programs of the path but one. */
  private Path pathWithout(String program) throws IOException {
    Path bin = Files.createDirectory(directory.resolve("bin"));
    for (String place : System.getenv("PATH").split(File.pathSeparator, -1)) {
      File[] programs = new File(place).listFiles();
      for (File file : programs == null ? new File[0] : programs) {
        Path link = bin.resolve(file.getName());
        if (!file.getName().equals(program) && Files.notExists(link)) {
          Files.createSymbolicLink(link, file.toPath());
        }
      }
    }
    return bin;
  }
}
