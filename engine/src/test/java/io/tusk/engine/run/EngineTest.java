/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.tusk.name.CommitId;
import io.tusk.objects.EveryStore;
import io.tusk.pipeline.Job;
import io.tusk.pipeline.JobCounts;
import io.tusk.pipeline.JobState;
import io.tusk.pipeline.PipelineChanges.Processed;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@EveryStore
final class EngineTest {
  private EngineFixture fixture;

  @BeforeEach
  void open() {
    fixture = new EngineFixture();
    fixture.createRepo("in");
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  private static JobCounts counts(long total, long processed, long skipped, long failed) {
    return new JobCounts(total, processed, skipped, 0, failed);
  }

  private Job only(RunReport report) {
    assertThat(report.ended()).hasSize(1);
    return report.ended().get(0);
  }

  private void createUpper() {
    fixture.createPipeline(EngineFixture.javaSpec("upper", "in", "/*", UpperCase.class));
  }

  @Test
  void runsEveryDatumOfANewPipeline() {
    fixture.put(
        "in", Map.of("/a", Optional.of("x"), "/d/b", Optional.of("y"), "/d/c", Optional.of("")));
    createUpper();

    RunReport report = fixture.run();

    assertThat(only(report).state()).isEqualTo(JobState.SUCCESS);
    assertThat(only(report).counts()).isEqualTo(counts(2, 2, 0, 0));
    assertThat(report.runnersStarted()).isEqualTo(1);
    assertThat(fixture.contents("upper@master"))
        .isEqualTo(Map.of("/a", "X", "/d/b", "Y", "/d/c", ""));
  }

  @Test
  void runsOnlyWhatChanged() {
    fixture.put(
        "in", Map.of("/a", Optional.of("x"), "/b", Optional.of("y"), "/c", Optional.of("z")));
    createUpper();
    fixture.run();
    fixture.put("in", Map.of("/a", Optional.of("changed"), "/b", Optional.empty()));

    RunReport report = fixture.run();

    assertThat(only(report).counts()).isEqualTo(counts(2, 1, 1, 0));
    assertThat(fixture.contents("upper@master")).isEqualTo(Map.of("/a", "CHANGED", "/c", "Z"));
    assertThat(fixture.contents("upper@master^"))
        .isEqualTo(Map.of("/a", "X", "/b", "Y", "/c", "Z"));
  }

  @Test
  void startsNoRunnerWhenNothingChanged() {
    fixture.put("in", "/a", "x");
    createUpper();
    fixture.run();
    fixture.put("in", "/a", "x");

    RunReport report = fixture.run();

    assertThat(only(report).counts()).isEqualTo(counts(1, 0, 1, 0));
    assertThat(report.runnersStarted()).isZero();
    assertThat(fixture.run().ended()).isEmpty();
  }

  @Test
  void takesOverOldResultsWhenAnInputIsMovedBack() {
    CommitId first = fixture.put("in", Map.of("/a", Optional.of("x"), "/b", Optional.of("y")));
    createUpper();
    fixture.run();
    var hash = fixture.files("upper@master").hash();
    fixture.put("in", Map.of("/a", Optional.of("changed"), "/b", Optional.empty()));
    fixture.run();
    assertThat(fixture.files("upper@master").hash()).isNotEqualTo(hash);

    fixture.store.transact(
        new io.tusk.log.Operation("create branch", ""),
        tx -> {
          io.tusk.repo.BranchChanges.point(
              tx,
              EngineFixture.master("in"),
              tx.catalog().requireCommit(EngineFixture.repo("in"), first));
          return null;
        });
    RunReport report = fixture.run();

    assertThat(only(report).counts()).isEqualTo(counts(2, 0, 2, 0));
    assertThat(report.runnersStarted()).isZero();
    assertThat(fixture.files("upper@master").hash()).isEqualTo(hash);
  }

  @Test
  void runsAChainInOrderUnderOneId() {
    fixture.put("in", Map.of("/a", Optional.of("x"), "/b", Optional.of("y")));
    createUpper();
    fixture.createPipeline(EngineFixture.javaSpec("all", "upper", "/", Concatenation.class));

    RunReport report = fixture.run();

    assertThat(report.ended())
        .extracting(job -> job.id().pipeline().name())
        .containsSubsequence("upper", "all");
    assertThat(report.ended()).allMatch(job -> job.state() == JobState.SUCCESS);
    assertThat(fixture.contents("all@master")).isEqualTo(Map.of("/all", "/a=X;/b=Y;"));

    fixture.put("in", "/c", "z");
    List<Job> next = fixture.run().ended();
    assertThat(next).hasSize(2);
    assertThat(next.get(0).id().set()).isEqualTo(next.get(1).id().set());
    assertThat(fixture.contents("all@master")).isEqualTo(Map.of("/all", "/a=X;/b=Y;/c=Z;"));
  }

  @Test
  void aFailedDatumFailsItsJobAndWhatFollows() {
    fixture.put("in", Map.of("/a", Optional.of("x")));
    createUpper();
    fixture.createPipeline(EngineFixture.javaSpec("all", "upper", "/", Concatenation.class));
    fixture.run();
    fixture.put("in", Map.of("/b", Optional.of("fail"), "/c", Optional.of("z")));

    List<Job> jobs = fixture.run().ended();

    assertThat(jobs)
        .extracting(Job::state)
        .as("what follows is told after why")
        .containsExactly(JobState.FAILURE, JobState.UNRUNNABLE);
    Job failed = jobs.get(0);
    assertThat(failed.reason())
        .startsWith("datum ")
        .contains(" (in@master:/b) failed")
        .contains("told to fail by /b");
    assertThat(failed.counts()).isEqualTo(counts(3, 1, 1, 1));
    assertThat(fixture.contents("upper@master")).isEqualTo(Map.of("/a", "X"));

    fixture.put("in", "/b", "y");
    jobs = fixture.run().ended();
    assertThat(jobs).allMatch(job -> job.state() == JobState.SUCCESS);
    Job upper =
        jobs.stream().filter(job -> job.id().pipeline().name().equals("upper")).findFirst().get();
    assertThat(upper.counts()).as("c succeeded in the failed job").isEqualTo(counts(3, 1, 2, 0));
    assertThat(fixture.contents("upper@master")).isEqualTo(Map.of("/a", "X", "/b", "Y", "/c", "Z"));
  }

  @Test
  void updatesKeepWhatIsProcessedUnlessToldToReprocess() {
    fixture.put("in", Map.of("/a", Optional.of("x"), "/b", Optional.of("y")));
    createUpper();
    CommitId old = only(fixture.run()).id().set();
    String other = EngineFixture.javaSpec("upper", "in", "/*", Concatenation.class);

    fixture.updatePipeline(
        EngineFixture.javaSpec("upper", "in", "/*", UpperCase.class), Processed.KEEP);
    assertThat(only(fixture.run()).counts()).isEqualTo(counts(2, 0, 2, 0));
    fixture.put("in", "/c", "z");
    assertThat(only(fixture.run()).counts()).isEqualTo(counts(3, 1, 2, 0));
    fixture.updatePipeline(
        EngineFixture.javaSpec("upper", "in", "/*", UpperCase.class), Processed.REPROCESS);
    assertThat(only(fixture.run()).counts()).isEqualTo(counts(3, 3, 0, 0));
    assertThat(fixture.contents("upper@" + old)).isEqualTo(Map.of("/a", "X", "/b", "Y"));

    fixture.updatePipeline(other, Processed.REPROCESS);
    Job clash = only(fixture.run());
    assertThat(clash.state()).isEqualTo(JobState.FAILURE);
    assertThat(clash.reason()).startsWith("path /all is written by two datums: ");
    assertThat(fixture.contents("upper@master")).isEqualTo(Map.of("/a", "X", "/b", "Y", "/c", "Z"));
  }
}
