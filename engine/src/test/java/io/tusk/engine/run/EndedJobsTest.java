/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.tusk.log.Operation;
import io.tusk.name.PipelineName;
import io.tusk.name.ProjectName;
import io.tusk.pipeline.Job;
import io.tusk.pipeline.JobCounts;
import io.tusk.pipeline.JobState;
import io.tusk.pipeline.PipelineChanges;
import io.tusk.pipeline.PipelineChanges.Processed;
import io.tusk.transform.Datum;
import io.tusk.transform.DatumTransform;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Jobs that end otherwise than by their own commit, and what is left of them. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
final class EndedJobsTest {
  private final EngineFixture fixture = new EngineFixture();
  private final ExecutorService threads = Executors.newCachedThreadPool();

  @BeforeEach
  void open() {
    fixture.createRepo("in");
  }

  @AfterEach
  void close() {
    threads.shutdownNow();
    assertThat(fixture.store.objects().list("jobs/", "", 10)).isEmpty();
    fixture.close();
  }

  /** The first datum of a lane's second shard waits, so that those before it are stored. */
  public static final class Gate implements DatumTransform {
    static volatile CountDownLatch entered = new CountDownLatch(1);
    static volatile CountDownLatch opened = new CountDownLatch(1);
    static volatile boolean closed;

    static void close() {
      entered = new CountDownLatch(1);
      opened = new CountDownLatch(1);
      closed = true;
    }

    @Override
    public void process(Datum datum) throws Exception {
      String path = datum.files().iterator().next().path().value();
      if (closed && path.equals("/80")) {
        entered.countDown();
        opened.await();
      }
      try (OutputStream out = datum.create(path)) {
        out.write(1);
      }
    }
  }

  /** Throws what no code should. */
  public static final class Thrower implements DatumTransform {
    @Override
    public void process(Datum datum) {
      throw new java.util.ServiceConfigurationError("no such service");
    }
  }

  private static Map<String, Optional<String>> files() {
    Map<String, Optional<String>> files = new TreeMap<>();
    for (int i = 10; i < 90; i++) {
      files.put("/" + i, Optional.of("" + i));
    }
    return files;
  }

  private static String gateSpec() {
    return EngineFixture.javaSpec("gate", "in", "/*", Gate.class)
        .replace("\"datum_tries\":1", "\"datum_tries\":1,\"parallelism_spec\":{\"constant\":1}");
  }

  /** A run that waits in the datum {@code /80}, while {@code meanwhile} happens. */
  private RunReport runWhile(Runnable meanwhile) throws Exception {
    Gate.close();
    Callable<RunReport> run = fixture::run;
    Future<RunReport> running = threads.submit(run);
    Gate.entered.await();
    meanwhile.run();
    awaitBeats();
    Gate.closed = false;
    Gate.opened.countDown();
    return running.get();
  }

  /** Until the lane that waits has looked at its job once more. */
  private void awaitBeats() throws InterruptedException {
    String key =
        fixture.store.objects().list("jobs/", "", 1_000).stream()
            .filter(name -> name.contains("/progress/"))
            .findFirst()
            .orElseThrow();
    // A beat tells, then looks: one that was on its way, one that looks after the change, and one
    // that comes after that has looked.
    for (int beats = 0; beats < 3; beats++) {
      byte[] before = fixture.store.objects().read(key).orElseThrow();
      while (Arrays.equals(before, fixture.store.objects().read(key).orElseThrow())) {
        Thread.onSpinWait();
      }
    }
  }

  @Test
  void anUpdateEndsTheJobThatRunsAndItsResultsAreKept() throws Exception {
    fixture.put("in", files());
    fixture.createPipeline(gateSpec());

    RunReport report = runWhile(() -> fixture.updatePipeline(gateSpec(), Processed.KEEP));

    assertThat(report.ended())
        .extracting(Job::state)
        .containsExactly(JobState.KILLED, JobState.SUCCESS);
    assertThat(report.ended().get(0).reason()).isEqualTo("killed because the pipeline was updated");
    JobCounts counts = report.ended().get(1).counts();
    assertThat(counts.total()).isEqualTo(80);
    assertThat(counts.skipped()).as("stored before the job was killed").isBetween(68L, 72L);
    assertThat(counts.processed()).isEqualTo(80 - counts.skipped());
    assertThat(fixture.contents("gate@master")).hasSize(80);
  }

  @Test
  void aPipelineMayBeDeletedWhileItsJobRuns() throws Exception {
    fixture.put("in", files());
    fixture.createPipeline(gateSpec());
    PipelineName name = new PipelineName(ProjectName.DEFAULT, "gate");

    RunReport report =
        runWhile(
            () ->
                fixture.store.transact(
                    new Operation("delete pipeline", name.toString()),
                    tx -> {
                      PipelineChanges.delete(tx, name);
                      return null;
                    }));

    assertThat(report.ended()).isEmpty();
    assertThat(fixture.run().ended()).isEmpty();
  }

  @Test
  void codeThatIsNotThereFailsTheJobAndWhatFollowsAndNothingElse() {
    fixture.put("in", "/a", "x");
    fixture.createPipeline(
        EngineFixture.javaSpec("lost", "in", "/*", UpperCase.class)
            .replace(UpperCase.class.getName(), "com.example.Lost"));
    fixture.createPipeline(EngineFixture.javaSpec("after", "lost", "/*", UpperCase.class));
    fixture.createPipeline(EngineFixture.javaSpec("other", "in", "/*", UpperCase.class));

    Map<String, Job> jobs = new TreeMap<>();
    fixture.run().ended().forEach(job -> jobs.put(job.id().pipeline().name(), job));

    assertThat(jobs.get("lost").state()).isEqualTo(JobState.FAILURE);
    assertThat(jobs.get("lost").reason())
        .isEqualTo(
            "class com.example.Lost is not on the class path; name its jar in transform.java.jar");
    assertThat(jobs.get("after").state()).isEqualTo(JobState.UNRUNNABLE);
    assertThat(jobs.get("other").state()).isEqualTo(JobState.SUCCESS);
    assertThat(fixture.run().ended()).isEmpty();
  }

  @Test
  void whateverTheCodeThrowsFailsItsDatum() {
    fixture.put("in", "/a", "x");
    fixture.createPipeline(EngineFixture.javaSpec("thrower", "in", "/*", Thrower.class));

    Job job = fixture.run().ended().get(0);

    assertThat(job.state()).isEqualTo(JobState.FAILURE);
    assertThat(job.counts()).isEqualTo(new JobCounts(1, 0, 0, 0, 1));
    assertThat(job.reason())
        .startsWith("datum ")
        .contains(" (in@master:/a) failed")
        .endsWith("the code threw java.util.ServiceConfigurationError: no such service");
  }
}
