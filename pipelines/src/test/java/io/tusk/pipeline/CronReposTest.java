/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.pipeline;

import static io.tusk.error.Failures.assertFails;
import static io.tusk.pipeline.CronFixture.P;
import static io.tusk.pipeline.CronFixture.master;
import static io.tusk.pipeline.CronFixture.repo;
import static io.tusk.pipeline.CronFixture.spec;
import static org.assertj.core.api.Assertions.assertThat;

import io.tusk.error.ErrorCode;
import io.tusk.name.PipelineName;
import io.tusk.name.ProjectName;
import io.tusk.name.RepoName;
import io.tusk.repo.BranchChanges;
import io.tusk.repo.Repo;
import io.tusk.repo.RepoChanges;
import io.tusk.repo.RepoUndoRule;
import io.tusk.repo.Undo;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The repositories of cron inputs, through the life of their pipelines. */
final class CronReposTest {
  private static final String DAILY = spec("p", "'name':'tick','spec':'@daily'");
  private static final String NO_CRON =
      "{\"pipeline\":{\"name\":\"p\"},\"transform\":{\"cmd\":[\"sh\"]},"
          + "\"input\":{\"pfs\":{\"repo\":\"in\",\"glob\":\"/*\"}}}";
  private static final String TAKEN =
      "cron input tick of pipeline p needs repo p_tick for its ticks alone, and that exists"
          + " already; name another one as its \"repo\", or delete that one";

  @RegisterExtension final CronFixture f = new CronFixture();

  private boolean exists(String name) {
    return f.catalog().repo(repo(name)).isPresent();
  }

  @Test
  void aPipelineMakesItsRepoAndFollowsIt() {
    f.create(DAILY);
    Repo ticks = f.catalog().requireRepo(repo("p_tick"));
    assertThat(ticks.description()).isEqualTo("Ticks of cron input tick of pipeline p.");
    assertThat(f.catalog().requireBranch(master("p")).provenance())
        .containsExactly(master("p_tick"));
    assertThat(f.commits("p_tick")).containsExactly(List.of());
    assertThat(f.jobs("p")).isEqualTo(1);
  }

  @Test
  void theRepoCanBeNamedAndInAnotherProject() {
    f.change("create", tx -> RepoChanges.createProject(tx, new ProjectName("q"), ""));
    f.create(spec("p", "'name':'tick','spec':'@daily','repo':'clock','project':'q'"));
    RepoName clock = new RepoName(new ProjectName("q"), "clock");
    assertThat(f.catalog().repo(clock)).isPresent();
    f.change("delete", tx -> PipelineRemoval.delete(tx, P));
    assertThat(f.catalog().repo(clock)).isEmpty();
  }

  @Test
  void aRepoThatIsThereIsNotTaken() {
    f.change("create repo", tx -> RepoChanges.create(tx, repo("p_tick"), ""));
    assertFails(ErrorCode.CONFLICT, TAKEN, () -> f.create(DAILY));
    f.create(spec("p", "'name':'tick','spec':'@daily','repo':'other'"));
    String second = spec("q", "'name':'tick','spec':'@daily','repo':'other'");
    assertFails(
        ErrorCode.CONFLICT,
        TAKEN.replace("pipeline p", "pipeline q").replace("p_tick", "other"),
        () -> f.create(second));
    f.change("delete", tx -> PipelineRemoval.delete(tx, P));
    assertThat(exists("p_tick")).as("of the user").isTrue();
    assertThat(exists("other")).isFalse();
  }

  @Test
  void aVersionWithoutTheInputLeavesTheRepoToALaterOne() {
    f.create(DAILY);
    f.setClock("2031-01-03T12:00:00Z");
    f.tick();
    f.change("create repo", tx -> RepoChanges.create(tx, repo("in"), ""));
    f.update(NO_CRON);
    assertThat(f.catalog().requireBranch(master("p")).provenance()).containsExactly(master("in"));
    f.setClock("2031-01-05T12:00:00Z");
    assertThat(f.tick()).isEmpty();
    f.update(DAILY);
    assertThat(f.tick()).as("ticks while there was no such input").isEmpty();
    f.setClock("2031-01-06T12:00:00Z");
    assertThat(f.tick()).containsExactly("2031-01-06T00:00:00Z");
    assertThat(f.commits("p_tick")).hasSize(4);
    f.update(NO_CRON);
    f.change("delete", tx -> PipelineRemoval.delete(tx, P));
    assertThat(exists("p_tick")).isFalse();
  }

  @Test
  void aStoppedPipelineLetsItsRepoGoAndMakesItAgain() {
    f.create(DAILY);
    assertFails(
        ErrorCode.CONFLICT,
        "repo p_tick cannot be deleted: pipeline p reads its branch master"
            + "; give the pipeline another input by 'tusk update pipeline', or delete it first:"
            + " 'tusk delete pipeline p'",
        () -> f.change("delete repo", tx -> RepoChanges.delete(tx, repo("p_tick"))));
    f.change("stop", tx -> PipelineChanges.stop(tx, P));
    f.change("delete repo", tx -> RepoChanges.delete(tx, repo("p_tick")));
    f.setClock("2031-01-02T12:00:00Z");
    f.change("start", tx -> PipelineChanges.start(tx, P));
    assertThat(f.tick()).containsExactly("2031-01-02T00:00:00Z");

    f.change("stop", tx -> PipelineChanges.stop(tx, P));
    f.change("delete repo", tx -> RepoChanges.delete(tx, repo("p_tick")));
    f.change("create repo", tx -> RepoChanges.create(tx, repo("p_tick"), ""));
    assertFails(
        ErrorCode.CONFLICT, TAKEN, () -> f.change("start", tx -> PipelineChanges.start(tx, P)));
    f.change("delete", tx -> PipelineRemoval.delete(tx, P));
    assertThat(exists("p_tick")).as("of the user").isTrue();
  }

  @Test
  void whoReadsTheTicksKeepsThePipelineOrIsCutOff() {
    f.create(
        DAILY
            + NO_CRON.replace("\"p\"", "\"reader\"").replace("\"in\"", "\"p_tick\"")
            + NO_CRON.replace("\"p\"", "\"other\"").replace("\"in\"", "\"p_tick\""));
    assertFails(
        ErrorCode.CONFLICT,
        "repo p_tick cannot be deleted: pipeline other reads its branch master"
            + "; give the pipeline another input by 'tusk update pipeline', or delete it first:"
            + " 'tusk delete pipeline other'",
        () -> f.change("delete", tx -> PipelineRemoval.delete(tx, P)));
    f.change(
        "delete",
        tx ->
            PipelineRemoval.delete(
                tx,
                List.of(P, new PipelineName(ProjectName.DEFAULT, "other")),
                PipelineRemoval.Output.KEEP,
                PipelineRemoval.Followers.CUT_OFF));
    assertThat(exists("p_tick")).isFalse();
    assertThat(exists("p")).isTrue();
    PipelineName reader = new PipelineName(ProjectName.DEFAULT, "reader");
    assertThat(new PipelineCatalog(f.catalog()).requirePipeline(reader).isStopped()).isTrue();
  }

  @Test
  void aTextMayHoldTheReaderOfTicksFirst() {
    f.create(NO_CRON.replace("\"p\"", "\"reader\"").replace("\"in\"", "\"p_tick\"") + DAILY);
    assertThat(f.catalog().requireBranch(master("reader")).provenance())
        .containsExactly(master("p_tick"));
  }

  @Test
  void projectsGoWithThem() {
    f.create(DAILY);
    f.change("delete all", tx -> ProjectRemoval.empty(tx, List.of(ProjectName.DEFAULT)));
    assertThat(f.catalog().repos().hasNext()).isFalse();
    assertThat(f.catalog().metadata().ascending("cron/").hasNext()).isFalse();
  }

  @Test
  void creationIsTakenBackUnlessItTicked() {
    Undo undo = new Undo(f.store, List.of(new RepoUndoRule(f.store), new PipelineUndoRule()));
    f.create(DAILY);
    undo.undo(1);
    assertThat(exists("p_tick")).isFalse();
    f.create(DAILY);
    f.setClock("2031-01-02T00:00:00Z");
    f.tick();
    assertThat(undo.newest().orElseThrow().number()).isEqualTo(3);
    assertFails(
        ErrorCode.CONFLICT,
        "operation 4 (tick p 2031-01-02T00:00:00Z) cannot be undone: it was done because it was"
            + " time, not by a user",
        () -> undo.undo(4));
    assertFails(
        ErrorCode.CONFLICT,
        "operation 3 (create pipeline) cannot be undone: operation 4 (tick p"
            + " 2031-01-02T00:00:00Z) changed the same things later, and cannot be undone: it was"
            + " done because it was time, not by a user",
        () -> undo.undo(3));
    f.tickNow(P);
    undo.undo(5);
    assertThat(f.commits("p_tick")).hasSize(2);
  }

  @Test
  void branchesThatUsersMakeOfTicksFollowOnlyTheOutput() {
    f.create(DAILY);
    f.change(
        "create branch",
        tx -> {
          RepoChanges.create(tx, repo("mirror"), "");
          BranchChanges.follow(tx, master("mirror"), List.of(master("p_tick")));
        });
    f.setClock("2031-01-02T00:00:00Z");
    f.tick();
    assertThat(f.jobs("p")).isEqualTo(2);
    assertThat(f.jobs("mirror")).isEqualTo(2);
  }
}
