/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.spark.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tusk.engine.run.EngineFixture;
import io.tusk.objects.s3.S3Proxy;
import io.tusk.pipeline.Job;
import io.tusk.pipeline.JobCatalog;
import io.tusk.pipeline.JobState;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The bundled jar, given to {@code spark-submit} with a store in a bucket. */
@Timeout(value = 600, unit = TimeUnit.SECONDS)
final class SubmissionTest {
  private static final Pattern START_OF_UI =
      Pattern.compile("Successfully started service 'SparkUI' on port ([0-9]+)");
  private static final Pattern FREE = Pattern.compile("\"coresused\" : 0,");
  private static final Pattern APPLICATION = Pattern.compile("with app ID (app-[0-9-]+)");

  @TempDir private Path directory;
  private final Bucket bucket = Bucket.create();
  private EngineFixture fixture;

  @BeforeEach
  void prepare() {
    fixture = new EngineFixture(bucket.open());
    fixture.createRepo("in");
    fixture.put("in", "/a", "one");
    fixture.put("in", "/b", "two");
  }

  @AfterEach
  void close() {
    assertThat(fixture.store.objects().list("jobs/", "", 10)).isEmpty();
    fixture.close();
  }

  private Jvm submit(SparkCluster cluster, List<String> settings, List<String> options) {
    List<String> words =
        new ArrayList<>(
            List.of(
                "org.apache.spark.deploy.SparkSubmit",
                "--master",
                cluster.url(),
                "--class",
                "io.tusk.spark.Main",
                "--driver-memory",
                "512m",
                "--executor-memory",
                "512m",
                "--conf",
                "spark.scheduler.maxRegisteredResourcesWaitingTime=200s"));
    settings.forEach(setting -> words.addAll(List.of("--conf", setting)));
    words.add(SparkCluster.bundle().toString());
    words.add("--runner=SparkRunner");
    words.add("--store=" + bucket.location());
    words.add("--isolation=none");
    words.addAll(options);
    return SparkCluster.submit()
        .with("-Xmx512m")
        .with(Jvm.OPENS.toArray(String[]::new))
        .start(words);
  }

  private static String upper(String name, String input) {
    return EngineFixture.shellSpec(
            "tr a-z A-Z < $in > $PFS_ROOT/out/$(basename $in)".replace("$in", "$" + input), "", "")
        .replace("\"name\":\"p\"", "\"name\":\"" + name + "\"")
        .replace("\"repo\":\"in\"", "\"repo\":\"" + input + "\"");
  }

  /** What is known to nobody but the driver and the steps of the job stays there. */
  @Test
  void aChainRunsInOneApplicationThatKeepsCredentialsToItself() throws Exception {
    Path events = Files.createDirectory(directory.resolve("events"));
    Path go = directory.resolve("go");
    fixture.createPipeline(
        upper("first", "in")
            .replace("tr a-z", "until test -e " + go + "; do sleep 0.1; done; tr a-z"));
    fixture.createPipeline(upper("second", "first"));

    String shown;
    String application;
    try (Jvm submission =
        submit(
            SparkCluster.shared(),
            List.of(
                "spark.ui.port=0",
                "spark.eventLog.enabled=true",
                "spark.eventLog.dir=" + events.toUri()),
            Bucket.access())) {
      String port = submission.await(START_OF_UI);
      application = submission.await(APPLICATION);
      String page = "http://127.0.0.1:" + port;
      String api = page + "/api/v1/applications/" + application;
      Await.until("the stage is shown", () -> isShown(api + "/stages", "\"ACTIVE\""));
      Await.until("an executor runs", () -> !executors().isEmpty());
      shown =
          get(api + "/stages")
              + get(api + "/jobs")
              + get(api + "/environment")
              + get(page + "/environment/")
              + get(page + "/jobs/")
              + get(SparkCluster.shared().page() + "/app/?appId=" + application)
              + executors();
      Files.writeString(go, "");
      assertThat(submission.end()).as(submission.printed()).isZero();
      assertThat(submission.printed())
          .contains("first@", "second@", "success in", "2 processed, 0 skipped")
          .contains("2 jobs, 0 not successful; Beam was started 2 times");
      shown += submission.printed();
    }
    assertThat(fixture.contents("second@master")).isEqualTo(Map.of("/a", "ONE", "/b", "TWO"));

    String logged = text(events);
    assertThat(logged)
        .contains("SparkListenerApplicationEnd")
        // The counters, as accumulators of the step's stage.
        .contains("Beam.Metrics", "datums_processed", "bytes_uploaded");
    assertThat(shown + logged + text(SparkCluster.shared().work().resolve(application)))
        .contains("--executor-id", "first-")
        .doesNotContain(S3Proxy.SECRET_KEY)
        .doesNotContain("\"accessKeyId\":\"" + S3Proxy.ACCESS_KEY);
  }

  private static String get(String address) throws IOException {
    try (InputStream page = URI.create(address).toURL().openStream()) {
      return new String(page.readAllBytes(), UTF_8);
    }
  }

  /** There is nothing before the application is known there. */
  private static boolean isShown(String address, String text) throws IOException {
    try {
      return get(address).contains(text);
    } catch (FileNotFoundException e) {
      return false;
    }
  }

  /** The command lines of executors. */
  private static String executors() {
    List<String> lines =
        ProcessHandle.allProcesses()
            .flatMap(process -> process.info().commandLine().stream())
            .filter(line -> line.contains("ExecutorBackend"))
            .toList();
    return String.join("\n", lines);
  }

  private static String text(Path directory) throws IOException {
    StringBuilder all = new StringBuilder();
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        if (!file.toString().endsWith(".jar")) {
          all.append(new String(Files.readAllBytes(file), UTF_8)).append('\n');
        }
      }
    }
    return all.toString();
  }

  @Test
  void aFailedJobIsTheSubmissionsFailure() throws Exception {
    fixture.createPipeline(upper("p", "in").replace("tr a-z", "test $(cat $in) = one && tr a-z"));
    List<String> options = new ArrayList<>(Bucket.access());
    options.addAll(List.of("-p", "p"));
    try (Jvm submission =
        submit(SparkCluster.shared(), List.of("spark.ui.enabled=false"), options)) {
      assertThat(submission.end()).as(submission.printed()).isEqualTo(3);
      assertThat(submission.printed())
          .contains("p@", " failure in ", "1 job, 1 not successful; Beam was started 1 time");
    }
  }

  /** The driver takes one of the worker's cores, and the client does not wait for it. */
  @Test
  void aDriverOnTheClusterNeedsNoClient() throws Exception {
    fixture.createPipeline(upper("p", "in"));
    try (SparkCluster cluster = SparkCluster.start()) {
      cluster.startWorker(List.of(), S3Proxy.shared().environment());
      try (Jvm submission =
          submit(
              cluster,
              List.of(
                  "spark.submit.deployMode=cluster",
                  "spark.driver.extraJavaOptions=" + String.join(" ", Jvm.OPENS),
                  "spark.ui.enabled=false"),
              List.of())) {
        assertThat(submission.end()).as(submission.printed()).isZero();
      }
      Await.until("the job is at its end", () -> job().state().isTerminal());
      Job job = job();
      assertThat(job.state()).as(job.reason()).isEqualTo(JobState.SUCCESS);
      assertThat(fixture.contents("p@master")).isEqualTo(Map.of("/a", "ONE", "/b", "TWO"));
      Await.until(
          "the driver is at its end", () -> FREE.matcher(get(cluster.page() + "/json/")).find());
      assertThat(text(cluster.work()))
          .contains("io.tusk.spark.Main", "p@" + job.id().set() + " success in")
          .doesNotContain(S3Proxy.SECRET_KEY);
    }
  }

  private Job job() {
    JobCatalog jobs = new JobCatalog(fixture.store.snapshot().catalog());
    return jobs.jobs().next();
  }
}
