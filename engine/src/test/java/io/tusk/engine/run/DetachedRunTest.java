/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.tusk.objects.LocalObjectStore;
import io.tusk.pipeline.Job;
import io.tusk.pipeline.JobCatalog;
import io.tusk.pipeline.JobId;
import io.tusk.pipeline.JobState;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Jobs that finish without the engine that submitted them. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
final class DetachedRunTest {
  @TempDir Path directory;
  private EngineFixture fixture;

  @BeforeEach
  void chainOfTwo() {
    DetachedDirectSupport.SUBMITTED.clear();
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
            Set.of()));
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

  @Test
  void doesNotWaitForWhatIsSubmitted() {
    RunReport first = submit();
    RunReport second = submit();

    assertThat(pipelines(first)).containsExactly("first");
    assertThat(second.submitted()).isEmpty();
    assertThat(DetachedDirectSupport.SUBMITTED).hasSize(1);
    assertThat(job(first.submitted().get(0)).attempt()).isEqualTo(1);
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
