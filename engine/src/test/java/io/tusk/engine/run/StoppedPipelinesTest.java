/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.run;

import static io.tusk.error.Failures.assertFails;
import static org.assertj.core.api.Assertions.assertThat;

import io.tusk.error.ErrorCode;
import io.tusk.log.Operation;
import io.tusk.name.BranchName;
import io.tusk.name.CommitId;
import io.tusk.name.PipelineName;
import io.tusk.name.ProjectName;
import io.tusk.objects.EveryStore;
import io.tusk.pipeline.Job;
import io.tusk.pipeline.JobCatalog;
import io.tusk.pipeline.JobCounts;
import io.tusk.pipeline.JobState;
import io.tusk.pipeline.Pipeline;
import io.tusk.pipeline.PipelineCatalog;
import io.tusk.pipeline.PipelineChanges;
import io.tusk.pipeline.PipelineChanges.Processed;
import io.tusk.pipeline.PipelineRemoval;
import io.tusk.pipeline.PipelineRemoval.Followers;
import io.tusk.pipeline.PipelineRemoval.Output;
import io.tusk.pipeline.PipelineState;
import io.tusk.repo.BranchChanges;
import io.tusk.repo.Catalog;
import io.tusk.repo.Transaction;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Stopping, starting, running again and deleting pipelines. */
@EveryStore
final class StoppedPipelinesTest {
  private static final PipelineName UPPER = name("upper");
  private static final PipelineName ALL = name("all");

  private final EngineFixture fixture = new EngineFixture();

  @BeforeEach
  void createRepo() {
    fixture.createRepo("in");
  }

  @AfterEach
  void checkStore() {
    fixture.close();
  }

  private static PipelineName name(String name) {
    return new PipelineName(ProjectName.DEFAULT, name);
  }

  private void createUpper() {
    fixture.createPipeline(upper("upper", "in"));
  }

  private static String upper(String name, String input) {
    return EngineFixture.javaSpec(name, input, "/*", UpperCase.class);
  }

  private void change(Consumer<Transaction> body) {
    fixture.store.transact(
        new Operation("test", ""),
        tx -> {
          body.accept(tx);
          return null;
        });
  }

  private Catalog catalog() {
    return fixture.store.snapshot().catalog();
  }

  private Pipeline pipeline(PipelineName name) {
    return new PipelineCatalog(catalog()).requirePipeline(name);
  }

  private List<Job> jobs(PipelineName name) {
    List<Job> jobs = new ArrayList<>();
    new JobCatalog(catalog()).jobs(name).forEachRemaining(jobs::add);
    return jobs;
  }

  private static JobCounts counts(long total, long processed, long skipped) {
    return new JobCounts(total, processed, skipped, 0, 0);
  }

  private Job only(RunReport report) {
    assertThat(report.ended()).hasSize(1);
    return report.ended().get(0);
  }

  @Test
  void pipelinesThatFollowEachOtherGoTogetherWhileTheirJobsWait() {
    createUpper();
    fixture.createPipeline(upper("all", "upper"));
    fixture.put("in", "/a", "x");
    change(tx -> PipelineRemoval.delete(tx, List.of(UPPER, ALL), Output.KEEP, Followers.REFUSE));
    assertThat(jobs(UPPER)).isEmpty();
    assertThat(jobs(ALL)).isEmpty();
    assertThat(fixture.run().ended()).isEmpty();
  }

  @Test
  void anOutputBranchMayNotHaveAnOpenCommitOfAUser() {
    createUpper();
    fixture.run();
    BranchName side = new BranchName(UPPER.repo(), "side");
    fixture.createRepo("other");
    change(tx -> BranchChanges.follow(tx, side, List.of(EngineFixture.master("other"))));
    CommitId open = fixture.store.snapshot().catalog().requireBranch(side).head();
    String spec =
        upper("upper", "in").replace("{\"pipeline\"", "{\"output_branch\":\"side\",\"pipeline\"");
    assertFails(
        ErrorCode.CONFLICT,
        "branch upper@side cannot be a pipeline's output while its commit upper@"
            + open
            + " is open; 'tusk finish commit upper@"
            + open
            + " --force' finishes it",
        () -> fixture.updatePipeline(spec, Processed.KEEP));
    assertThat(fixture.run().ended()).isEmpty();
  }

  @Test
  void whatIsMadeAndStoppedAtOnceHasNoJob() {
    fixture.put("in", "/a", "x");
    change(
        tx -> {
          PipelineChanges.create(
              tx,
              new PipelineChanges.Request(
                  EngineFixture.spec(upper("upper", "in")), "salt", Optional.empty()));
          PipelineChanges.stop(tx, UPPER);
        });
    assertThat(jobs(UPPER)).isEmpty();
    assertThat(fixture.run().ended()).isEmpty();

    change(tx -> PipelineChanges.start(tx, UPPER));
    assertThat(only(fixture.run()).counts()).isEqualTo(counts(1, 1, 0));
  }

  @Test
  void whatCameInWhileItWasStoppedIsOneJobAfterTheStart() {
    fixture.put("in", "/a", "x");
    createUpper();
    fixture.run();
    change(tx -> PipelineChanges.stop(tx, UPPER));
    assertThat(pipeline(UPPER).state()).isEqualTo(PipelineState.PAUSED);
    fixture.put("in", "/b", "y");
    fixture.put("in", "/b", "z");

    assertThat(fixture.run().ended()).isEmpty();
    assertThat(jobs(UPPER)).hasSize(1);

    change(tx -> PipelineChanges.start(tx, UPPER));
    assertThat(pipeline(UPPER).state()).isEqualTo(PipelineState.RUNNING);
    assertThat(only(fixture.run()).counts()).isEqualTo(counts(2, 1, 1));
    assertThat(fixture.contents("upper@master")).isEqualTo(Map.of("/a", "X", "/b", "Z"));
    fixture.put("in", "/c", "w");
    assertThat(only(fixture.run()).counts()).isEqualTo(counts(3, 1, 2));
  }

  @Test
  void aStopKillsWhatIsNotFinishedWithTheReason() {
    fixture.put("in", "/a", "x");
    createUpper();
    fixture.createPipeline(EngineFixture.javaSpec("all", "upper", "/", Concatenation.class));

    change(tx -> PipelineChanges.stop(tx, UPPER));

    Job killed = jobs(UPPER).get(0);
    assertThat(killed.state()).isEqualTo(JobState.KILLED);
    assertThat(killed.reason()).isEqualTo("killed because the pipeline was stopped");
    assertThat(only(fixture.run()).reason())
        .isEqualTo("unrunnable because the following upstream pipelines failed: upper");
    change(tx -> PipelineChanges.start(tx, UPPER));
    fixture.run();
    assertThat(fixture.contents("all@master")).isEqualTo(Map.of("/all", "/a=X;"));
  }

  @Test
  void stoppingAndStartingTwiceIsDoingItOnce() {
    createUpper();
    fixture.run();
    change(tx -> PipelineChanges.stop(tx, UPPER));
    long records = fixture.store.snapshot().record().number();
    change(tx -> PipelineChanges.stop(tx, UPPER));
    assertThat(fixture.store.snapshot().record().number()).isEqualTo(records);
    change(tx -> PipelineChanges.start(tx, UPPER));
    change(tx -> PipelineChanges.start(tx, UPPER));
    assertThat(fixture.run().ended()).hasSize(1);
    assertFails(
        ErrorCode.NOT_FOUND,
        "pipeline gone does not exist; 'tusk list pipeline' shows those that do",
        () -> change(tx -> PipelineChanges.stop(tx, name("gone"))));
  }

  @Test
  void anUpdateLeavesAStoppedPipelineStopped() {
    fixture.put("in", "/a", "x");
    createUpper();
    fixture.run();
    change(tx -> PipelineChanges.stop(tx, UPPER));

    fixture.updatePipeline(
        EngineFixture.javaSpec("upper", "in", "/*", Louder.class), Processed.REPROCESS);

    assertThat(pipeline(UPPER).version()).isEqualTo(2);
    assertThat(pipeline(UPPER).state()).isEqualTo(PipelineState.PAUSED);
    assertThat(fixture.run().ended()).isEmpty();
    change(tx -> PipelineChanges.start(tx, UPPER));
    Job job = only(fixture.run());
    assertThat(job.version()).isEqualTo(2);
    assertThat(job.counts()).isEqualTo(counts(1, 1, 0));
  }

  @Test
  void aPipelineCanBeCreatedStopped() {
    fixture.put("in", "/a", "x");
    change(
        tx ->
            PipelineChanges.create(
                tx,
                new PipelineChanges.Request(
                    EngineFixture.spec(upper("upper", "in")),
                    new io.tusk.spec.RawJson("{}"),
                    "salt",
                    Optional.empty(),
                    PipelineState.PAUSED)));

    assertThat(fixture.run().ended()).isEmpty();
    assertThat(jobs(UPPER)).isEmpty();
    change(tx -> PipelineChanges.start(tx, UPPER));
    assertThat(only(fixture.run()).counts()).isEqualTo(counts(1, 1, 0));
  }

  @Test
  void aRerunMakesAVersionAndAJob() {
    fixture.put("in", "/a", "x");
    createUpper();
    fixture.run();

    change(tx -> PipelineChanges.rerun(tx, UPPER, "other", Processed.KEEP));
    Job kept = only(fixture.run());
    assertThat(kept.version()).isEqualTo(2);
    assertThat(kept.counts()).isEqualTo(counts(1, 0, 1));

    change(tx -> PipelineChanges.rerun(tx, UPPER, "other", Processed.REPROCESS));
    assertThat(only(fixture.run()).counts()).isEqualTo(counts(1, 1, 0));
    assertThat(pipeline(UPPER).version()).isEqualTo(3);
    assertThat(pipeline(UPPER).salt()).isEqualTo("other");
  }

  @Test
  void aKeptOutputIsARepositoryLikeAnyOther() {
    fixture.put("in", "/a", "x");
    createUpper();
    fixture.createPipeline(EngineFixture.javaSpec("all", "upper", "/", Concatenation.class));
    fixture.run();

    change(tx -> PipelineRemoval.delete(tx, List.of(UPPER), Output.KEEP, Followers.REFUSE));

    assertThat(new PipelineCatalog(catalog()).pipeline(UPPER)).isEmpty();
    assertThat(jobs(UPPER)).isEmpty();
    assertThat(fixture.contents("upper@master")).isEqualTo(Map.of("/a", "X"));
    assertFails(
        ErrorCode.CONFLICT,
        "pipeline upper cannot be created: its output needs repo upper, which exists already;"
            + " choose another name or delete the repo",
        this::createUpper);
    fixture.put("upper", "/b", "by hand");
    assertThat(fixture.run().ended()).hasSize(1);
    assertThat(fixture.contents("all@master")).isEqualTo(Map.of("/all", "/a=X;/b=by hand;"));
  }

  @Test
  void whatOthersReadIsNotDeletedUnlessTheyAreCutOff() {
    fixture.put("in", "/a", "x");
    createUpper();
    fixture.createPipeline(EngineFixture.javaSpec("all", "upper", "/", Concatenation.class));
    fixture.run();
    fixture.put("in", "/b", "y");
    assertFails(
        ErrorCode.CONFLICT,
        "repo upper cannot be deleted: pipeline all reads its branch master; give the pipeline another input by 'tusk update pipeline', or delete it first:"
            + " 'tusk delete pipeline all'",
        () -> change(tx -> PipelineRemoval.delete(tx, UPPER)));

    change(tx -> PipelineRemoval.delete(tx, List.of(UPPER), Output.DELETE, Followers.CUT_OFF));

    assertThat(catalog().repo(UPPER.repo())).isEmpty();
    assertThat(pipeline(ALL).state()).isEqualTo(PipelineState.PAUSED);
    assertThat(fixture.run().ended()).isEmpty();
    assertThat(fixture.contents("all@master")).isEqualTo(Map.of("/all", "/a=X;"));
    assertFails(
        ErrorCode.NOT_FOUND,
        "pipeline all cannot be started: repo upper, which it reads, does not exist; create that again, or"
            + " give the pipeline another input by 'tusk update pipeline'",
        () -> change(tx -> PipelineChanges.start(tx, ALL)));
  }

  @Test
  void pipelinesThatFollowEachOtherAreDeletedTogether() {
    createUpper();
    fixture.createPipeline(EngineFixture.javaSpec("all", "upper", "/", Concatenation.class));
    fixture.run();
    fixture.put("in", "/a", "x");

    change(tx -> PipelineRemoval.delete(tx, List.of(UPPER, ALL), Output.DELETE, Followers.REFUSE));

    assertThat(new PipelineCatalog(catalog()).pipelines().hasNext()).isFalse();
    assertThat(catalog().openCommits().hasNext()).isFalse();
    assertThat(fixture.run().ended()).isEmpty();
  }
}
