/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tusk.error.ErrorCode;
import io.tusk.error.TuskException;
import io.tusk.objects.LocalObjectStore;
import io.tusk.pipeline.Job;
import io.tusk.pipeline.JobCatalog;
import io.tusk.pipeline.JobId;
import io.tusk.pipeline.JobState;
import io.tusk.transform.Datum;
import io.tusk.transform.DatumTransform;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Jobs that finish without the engine that submitted them. */
@Timeout(value = 300, unit = TimeUnit.SECONDS)
final class DetachedRunTest {
  @TempDir Path directory;
  private EngineFixture fixture;

  @BeforeEach
  void chainOfTwo() {
    DetachedDirectSupport.SUBMITTED.clear();
    DetachedDirectSupport.refusal = Optional.empty();
    fixture = new EngineFixture(new LocalObjectStore(directory.resolve("store")));
    fixture.createRepo("in");
    fixture.put("in", Map.of("/a", Optional.of("one"), "/b", Optional.of("two")));
    fixture.createPipeline(EngineFixture.javaSpec("first", "in", "/*", UpperCase.class));
    fixture.createPipeline(EngineFixture.javaSpec("second", "first", "/*", UpperCase.class));
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  private RunReport submit(Duration deadAfter) {
    return fixture.run(
        new EngineOptions(
            List.of("--runner=" + DetachedDirectSupport.RUNNER),
            OptionalInt.empty(),
            "auto",
            deadAfter,
            Optional.empty(),
            Set.of(),
            EngineOptions.DEFAULT_PLAN_ON_WORKERS_FROM));
  }

  private RunReport submit() {
    return submit(Duration.ofSeconds(60));
  }

  private static void finish(Pipeline pipeline) {
    assertThat(pipeline.run().waitUntilFinish()).isEqualTo(PipelineResult.State.DONE);
  }

  private Job job(JobId id) {
    return new JobCatalog(fixture.store.snapshot().catalog()).job(id).orElseThrow();
  }

  private static List<String> pipelines(RunReport report) {
    return report.submitted().stream().map(id -> id.pipeline().name()).toList();
  }

  @Test
  void submitsWhatIsReadyAndLeavesWhatFollowsToTheNextRun() throws InterruptedException {
    RunReport first = submit();

    assertThat(pipelines(first)).containsExactly("first");
    assertThat(first.ended()).isEmpty();
    assertThat(first.runnersStarted()).isEqualTo(1);
    assertThat(job(first.submitted().get(0)).state()).isEqualTo(JobState.RUNNING);

    finish(DetachedDirectSupport.SUBMITTED.take());
    assertThat(job(first.submitted().get(0)).state()).isEqualTo(JobState.SUCCESS);

    RunReport second = submit();
    assertThat(pipelines(second)).containsExactly("second");
    finish(DetachedDirectSupport.SUBMITTED.take());

    assertThat(fixture.contents("second@master")).isEqualTo(Map.of("/a", "ONE", "/b", "TWO"));
    RunReport third = submit();
    assertThat(third.submitted()).isEmpty();
    assertThat(third.ended()).isEmpty();
    assertThat(fixture.store.objects().list("jobs/", "", 9)).as("cleared").isEmpty();
  }

  /** Waits until the test lets it go. */
  public static final class Held implements DatumTransform {
    private static volatile CountDownLatch release = new CountDownLatch(1);

    @Override
    public void process(Datum datum) throws InterruptedException {
      release.await();
    }
  }

  @Test
  void doesNotWaitForWhatIsSubmittedAndGoesOn() throws Exception {
    Held.release = new CountDownLatch(1);
    fixture.put("in", Map.of("/b", Optional.empty()));
    fixture.createPipeline(EngineFixture.javaSpec("held", "in", "/*", Held.class));
    RunReport first = submit();
    assertThat(pipelines(first)).containsExactlyInAnyOrder("first", "held");
    ExecutorService threads = Executors.newCachedThreadPool();
    try {
      List<Future<?>> running = new ArrayList<>();
      while (!DetachedDirectSupport.SUBMITTED.isEmpty()) {
        Pipeline pipeline = DetachedDirectSupport.SUBMITTED.take();
        running.add(threads.submit(() -> finish(pipeline)));
      }

      RunReport second = submit();

      assertThat(second.elsewhere())
          .extracting(id -> id.pipeline().name())
          .contains("held")
          .doesNotContain("second");
      assertThat(pipelines(second)).doesNotContain("held", "first");
      Held.release.countDown();
      for (Future<?> each : running) {
        each.get();
      }
    } finally {
      threads.shutdownNow();
    }
    assertThat(first.submitted())
        .allSatisfy(
            id -> {
              assertThat(job(id).state()).isEqualTo(JobState.SUCCESS);
              assertThat(job(id).attempt()).isEqualTo(1);
            });
  }

  @Test
  void whatIsNeverStartedIsSubmittedAgain() throws InterruptedException {
    JobId id = submit().submitted().get(0);
    DetachedDirectSupport.SUBMITTED.take();

    RunReport second = submit(Duration.ofMillis(1_500));

    assertThat(second.submitted()).containsExactly(id);
    assertThat(second.elsewhere()).isEmpty();
    finish(DetachedDirectSupport.SUBMITTED.take());
    assertThat(job(id).state()).isEqualTo(JobState.SUCCESS);
    assertThat(job(id).attempt()).isEqualTo(2);
  }

  @Test
  void whatCouldNotBeSubmittedIsSubmittedByTheNextRunSoon() throws InterruptedException {
    DetachedDirectSupport.refusal =
        Optional.of(new TuskException(ErrorCode.HOST, "no cluster answers; start it"));
    assertThatThrownBy(this::submit)
        .isInstanceOf(TuskException.class)
        .hasMessage("no cluster answers; start it");
    DetachedDirectSupport.refusal = Optional.empty();

    RunReport next = submit(Duration.ofDays(1));

    assertThat(pipelines(next)).containsExactly("first");
    finish(DetachedDirectSupport.SUBMITTED.take());
    assertThat(job(next.submitted().get(0)).state()).isEqualTo(JobState.SUCCESS);
  }

  @Test
  void whatIsNeverStartedIsTakenOver() throws InterruptedException {
    JobId id = submit().submitted().get(0);
    Pipeline lost = DetachedDirectSupport.SUBMITTED.take();

    RunReport report =
        fixture.run(
            new EngineOptions(
                List.of("--runner=DirectRunner"), 2, "auto", Duration.ofMillis(1_500)));

    assertThat(report.ended()).extracting(Job::state).containsOnly(JobState.SUCCESS).hasSize(2);
    assertThat(job(id).attempt()).isEqualTo(2);
    Job ended = job(id);

    // The cluster comes round to it after all.
    finish(lost);
    assertThat(job(id)).isEqualTo(ended);
  }

  @Test
  void aJobWithoutDatumsToRunEndsAtOnce() throws InterruptedException {
    submit();
    finish(DetachedDirectSupport.SUBMITTED.take());
    submit();
    finish(DetachedDirectSupport.SUBMITTED.take());
    fixture.put("in", Map.of("/b", Optional.empty()));

    RunReport report = submit();

    assertThat(report.submitted()).isEmpty();
    assertThat(report.runnersStarted()).isZero();
    assertThat(report.ended()).extracting(Job::state).containsOnly(JobState.SUCCESS).hasSize(2);
    assertThat(fixture.contents("second@master")).isEqualTo(Map.of("/a", "ONE"));
  }
}
