/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.run;

import static io.tusk.error.Failures.assertFails;
import static org.assertj.core.api.Assertions.assertThat;

import io.tusk.engine.run.EndedJobsTest.Gate;
import io.tusk.error.ErrorCode;
import io.tusk.name.PipelineName;
import io.tusk.name.ProjectName;
import io.tusk.objects.EveryStore;
import io.tusk.pipeline.Job;
import io.tusk.pipeline.JobCounts;
import io.tusk.pipeline.JobId;
import io.tusk.pipeline.JobState;
import io.tusk.pipeline.PipelineChanges;
import io.tusk.pipeline.PipelineChanges.Processed;
import io.tusk.pipeline.PipelineRemoval;
import io.tusk.repo.BranchChanges;
import io.tusk.repo.RepoChanges;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Repositories that somebody deletes while a job reads them. */
@Timeout(value = 300, unit = TimeUnit.SECONDS)
@EveryStore
final class DeletedInputsTest {
  private static final PipelineName GATE = new PipelineName(ProjectName.DEFAULT, "gate");
  private static final PipelineName UPPER = new PipelineName(ProjectName.DEFAULT, "upper");

  private final EngineFixture fixture = new EngineFixture();
  private final ExecutorService threads = Executors.newCachedThreadPool();

  @BeforeEach
  void open() {
    fixture.createRepo("in");
    fixture.put("in", files());
  }

  @AfterEach
  void close() {
    threads.shutdownNow();
    assertThat(fixture.store.objects().list("jobs/", "", 10)).isEmpty();
    fixture.close();
  }

  private static Map<String, Optional<String>> files() {
    Map<String, Optional<String>> files = new TreeMap<>();
    for (int i = 10; i < 90; i++) {
      files.put("/" + i, Optional.of("" + i));
    }
    return files;
  }

  /** The pipeline {@code gate}, which waits in the datum {@code /80}. */
  private static String gate(String input) {
    return EngineFixture.javaSpec("gate", input, "/*", Gate.class)
        .replace("\"datum_tries\":1", "\"datum_tries\":1,\"parallelism_spec\":{\"constant\":1}");
  }

  private List<Job> runWhile(Runnable meanwhile) throws Exception {
    return reportOf(meanwhile).ended();
  }

  private RunReport reportOf(Runnable meanwhile) throws Exception {
    Gate.close();
    Callable<RunReport> run = fixture::run;
    Future<RunReport> running = threads.submit(run);
    Gate.entered.await();
    Gate.closed = false;
    meanwhile.run();
    return running.get();
  }

  private void delete(String repo) {
    fixture.change(tx -> RepoChanges.delete(tx, EngineFixture.repo(repo)));
  }

  /** The pipeline has no output, and does not start again before what it reads is there. */
  private void assertStaysStoppedWithout(String repo) {
    assertThat(
            fixture
                .store
                .snapshot()
                .catalog()
                .requireBranch(EngineFixture.master("gate"))
                .readable())
        .isEmpty();
    assertFails(
        ErrorCode.NOT_FOUND,
        "pipeline gate cannot be started: repo "
            + repo
            + ", which it reads, does not exist; create that again, or give the pipeline another input"
            + " by 'tusk update pipeline'",
        () -> fixture.change(tx -> PipelineChanges.start(tx, GATE)));
    assertThat(fixture.run().ended()).isEmpty();
  }

  @Test
  void whatAJobReadsIsNotDeleted() throws Exception {
    fixture.createPipeline(gate("in"));

    List<Job> ended =
        runWhile(
            () -> {
              assertFails(
                  ErrorCode.CONFLICT,
                  "repo in cannot be deleted: pipeline gate reads its branch master; give the pipeline another input by 'tusk update pipeline', or delete it first:"
                      + " 'tusk delete pipeline gate'",
                  () -> delete("in"));
              assertFails(
                  ErrorCode.CONFLICT,
                  "branch in@master cannot be deleted: pipeline gate reads it; give the pipeline another input by 'tusk update pipeline', or delete it first:"
                      + " 'tusk delete pipeline gate'",
                  () ->
                      fixture.change(
                          tx -> BranchChanges.deleteForced(tx, EngineFixture.master("in"))));
              Gate.opened.countDown();
            });

    assertThat(ended).singleElement().extracting(Job::state).isEqualTo(JobState.SUCCESS);
    assertThat(fixture.contents("gate@master")).hasSize(80);
    assertThat(fixture.contents("in@master")).hasSize(80);
  }

  @Test
  void aPipelineThatIsStoppedLetsGoOfIt() throws Exception {
    fixture.createPipeline(gate("in"));

    List<Job> ended =
        runWhile(
            () -> {
              fixture.change(tx -> PipelineChanges.stop(tx, GATE));
              delete("in");
            });

    assertThat(ended).singleElement().extracting(Job::state).isEqualTo(JobState.KILLED);
    assertThat(ended.get(0).reason()).isEqualTo("killed because the pipeline was stopped");
    assertStaysStoppedWithout("in");

    fixture.createRepo("in");
    fixture.put("in", files());
    fixture.change(tx -> PipelineChanges.start(tx, GATE));
    assertThat(fixture.runOne().counts())
        .as("what had ended is kept, though all is gone that it was made from")
        .isEqualTo(new JobCounts(80, 10, 70, 0, 0));
  }

  @Test
  void aPipelineThatIsDeletedTakesItsJobWithIt() throws Exception {
    fixture.createPipeline(gate("in"));
    JobId job = fixture.pending();

    RunReport report =
        reportOf(
            () -> {
              fixture.change(tx -> PipelineRemoval.delete(tx, GATE));
              delete("in");
            });

    assertThat(report.ended()).isEmpty();
    assertThat(report.deleted()).containsExactly(job);
    assertThat(fixture.run().deleted()).as("that is said once").isEmpty();
  }

  @Test
  void anUpdatedPipelineLetsGoOfIt() throws Exception {
    fixture.createRepo("other");
    fixture.put("other", "/a", "x");
    fixture.createPipeline(gate("in"));

    List<Job> ended =
        runWhile(
            () -> {
              fixture.updatePipeline(gate("other"), Processed.KEEP);
              delete("in");
            });

    assertThat(ended).extracting(Job::state).containsExactly(JobState.KILLED, JobState.SUCCESS);
    assertThat(ended.get(0).reason()).isEqualTo("killed because the pipeline was updated");
    assertThat(fixture.contents("gate@master")).containsOnlyKeys("/a");
  }

  @Test
  void whoeverDeletesThePipelineBeforeItStopsTheOneThatReads() throws Exception {
    fixture.createPipeline(EngineFixture.javaSpec("upper", "in", "/*", UpperCase.class));
    fixture.createPipeline(gate("upper"));

    List<Job> ended =
        runWhile(
            () -> {
              assertFails(
                  ErrorCode.CONFLICT,
                  "repo upper cannot be deleted: pipeline gate reads its branch master; give the pipeline another input by 'tusk update pipeline', or delete it first:"
                      + " 'tusk delete pipeline gate'",
                  () -> fixture.change(tx -> PipelineRemoval.delete(tx, UPPER)));
              fixture.change(
                  tx ->
                      PipelineRemoval.delete(
                          tx,
                          List.of(UPPER),
                          PipelineRemoval.Output.DELETE,
                          PipelineRemoval.Followers.CUT_OFF));
            });

    assertThat(ended).extracting(Job::state).containsExactly(JobState.SUCCESS, JobState.KILLED);
    assertThat(ended.get(1).reason()).isEqualTo("killed because the pipeline was stopped");
    assertStaysStoppedWithout("upper");
  }
}
