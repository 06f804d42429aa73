/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.run;

import static io.tusk.error.Failures.assertFails;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tusk.error.ErrorCode;
import io.tusk.error.TuskException;
import io.tusk.log.Operation;
import io.tusk.name.PipelineName;
import io.tusk.name.ProjectName;
import io.tusk.objects.EveryStore;
import io.tusk.pieces.Hash;
import io.tusk.pieces.Ref;
import io.tusk.pipeline.Job;
import io.tusk.pipeline.JobChanges;
import io.tusk.pipeline.JobCounts;
import io.tusk.pipeline.JobId;
import io.tusk.pipeline.PipelineCatalog;
import io.tusk.pipeline.PipelineChanges.Processed;
import io.tusk.pipeline.PipelineRemoval;
import io.tusk.pipeline.PipelineUndoRule;
import io.tusk.repo.RepoUndoRule;
import io.tusk.repo.Undo;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Operations on pipelines that are taken back. */
@EveryStore
class UndonePipelinesTest {
  private final EngineFixture fixture = new EngineFixture();
  private final Undo undo =
      new Undo(fixture.store, List.of(new RepoUndoRule(fixture.store), new PipelineUndoRule()));
  private final PipelineName upper = new PipelineName(ProjectName.DEFAULT, "upper");

  @BeforeEach
  void createRepo() {
    fixture.createRepo("in");
    fixture.put("in", "/a", "x");
  }

  @AfterEach
  void check() {
    fixture.close();
  }

  private void createUpper() {
    fixture.createPipeline(EngineFixture.javaSpec("upper", "in", "/*", UpperCase.class));
  }

  private long newest() {
    return fixture.store.snapshot().record().number();
  }

  private Optional<Hash> root() {
    return fixture.store.snapshot().record().metadata().map(Ref::hash);
  }

  private JobCounts counts(long total, long processed, long skipped) {
    return new JobCounts(total, processed, skipped, 0, 0);
  }

  @Test
  void aPipelineThatIsTakenBackLeavesNothing() {
    Optional<Hash> before = root();
    createUpper();
    undo.undo(newest());
    assertThat(root()).isEqualTo(before);
    assertThat(fixture.run().ended()).isEmpty();
  }

  @Test
  void aDeletedPipelineComesBackWithItsResults() {
    createUpper();
    fixture.run();
    Optional<Hash> before = root();
    fixture.store.transact(
        new Operation("delete pipeline", "upper"),
        tx -> {
          PipelineRemoval.delete(tx, upper);
          return true;
        });

    undo.undo(newest());

    assertThat(root()).isEqualTo(before);
    fixture.put("in", "/b", "y");
    assertThat(fixture.run().ended()).extracting(Job::counts).containsExactly(counts(2, 1, 1));
    assertThat(fixture.contents("upper@master")).isEqualTo(Map.of("/a", "X", "/b", "Y"));
  }

  @Test
  void anUpdateIsTakenBackBeforeItsJobRuns() {
    createUpper();
    fixture.run();
    fixture.updatePipeline(
        EngineFixture.javaSpec("upper", "in", "/*", Louder.class), Processed.REPROCESS);

    undo.undo(newest());

    assertThat(new PipelineCatalog(fixture.store.snapshot().catalog()).requirePipeline(upper))
        .extracting(pipeline -> pipeline.version())
        .isEqualTo(1L);
    assertThat(fixture.run().ended()).isEmpty();
    assertThat(fixture.contents("upper@master")).isEqualTo(Map.of("/a", "X"));
  }

  @Test
  void anUpdateOverAJobThatWaitsBringsTheJobBack() {
    createUpper();
    fixture.updatePipeline(
        EngineFixture.javaSpec("upper", "in", "/*", Louder.class), Processed.KEEP);

    undo.undo(newest());

    assertThat(fixture.run().ended()).extracting(Job::counts).containsExactly(counts(1, 1, 0));
    assertThat(fixture.contents("upper@master")).isEqualTo(Map.of("/a", "X"));
  }

  @Test
  void aJobThatAnEngineHasTakenUpStays() {
    createUpper();
    fixture.run();
    fixture.put("in", "/b", "y");
    long put = newest();
    JobId id = fixture.pending();
    fixture.store.transact(
        new Operation("take up job", id.toString()),
        tx ->
            JobChanges.takeUp(
                tx, id, 0, ProcessIdentity.ofThisHost().owner("an engine that died")));

    assertFails(
        ErrorCode.CONFLICT,
        "operation "
            + put
            + " (put file in) cannot be undone: job "
            + id
            + " has been taken up since; undo or delete that first",
        () -> undo.undo(put));
    assertThat(fixture.run().ended()).extracting(Job::counts).containsExactly(counts(2, 1, 1));
  }

  @Test
  void whatAJobHasReadStays() {
    createUpper();
    fixture.run();
    fixture.put("in", "/a", "changed");
    long put = newest();
    fixture.run();

    assertThatThrownBy(() -> undo.undo(put))
        .isInstanceOf(TuskException.class)
        .hasMessageStartingWith("operation " + put + " (put file in) cannot be undone: operation ")
        .hasMessageContaining(" changed the same things later, and cannot be undone: job ")
        .hasMessageEndingWith(" has run; 'tusk delete commit' removes what it has made");
    assertThatThrownBy(() -> undo.undo(newest()))
        .isInstanceOf(TuskException.class)
        .hasMessageEndingWith(" has run; 'tusk delete commit' removes what it has made");
    assertThat(undo.newest()).hasValueSatisfying(r -> assertThat(r.number()).isEqualTo(put));
  }
}
