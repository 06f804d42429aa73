/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.repo;

import static io.tusk.error.Failures.assertFails;
import static io.tusk.repo.StoreFixture.branch;
import static io.tusk.repo.StoreFixture.repo;
import static org.assertj.core.api.Assertions.assertThat;

import io.tusk.error.ErrorCode;
import io.tusk.files.FileSet;
import io.tusk.objects.EveryStore;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Undo, and what is written to open commits beside the log. */
@EveryStore
class UndoneOpenCommitsTest {
  @RegisterExtension final StoreFixture fixture = new StoreFixture();

  private final Undo undo = new Undo(fixture.store, List.of(new RepoUndoRule(fixture.store)));

  @BeforeEach
  void createRepos() {
    fixture.createRepos("a", "b");
  }

  @Test
  void anUndoThatIsRefusedLeavesTheCommitOpenToWrites() {
    Commit open = fixture.start("a@master");
    long started = fixture.records();
    fixture.follow("b@master", "a@master");
    assertFails(
        ErrorCode.CONFLICT,
        "operation "
            + started
            + " (test) cannot be undone: branch b@master follows branch a@master since; undo or"
            + " delete that first",
        () -> undo.undo(started));
    fixture.put("a@master", "/x", "1");
    fixture.finish(open);
    assertThat(fixture.files("a@master")).isEqualTo(Map.of("/x", "1"));
  }

  @Test
  void whatWasWrittenToACommitThatFollowsOthersStays() {
    fixture.follow("b@master", "a@master");
    long followed = fixture.records();
    fixture.put("b@master", "/x", "1");
    Commit open = fixture.head("b@master");
    assertThat(open.isOpen()).isTrue();
    assertFails(
        ErrorCode.CONFLICT,
        "operation "
            + followed
            + " (test) cannot be undone: commit "
            + open.label()
            + " has been written to; finish it, and then delete it if it is not wanted",
        () -> undo.undo(followed));
    fixture.finish(open);
    assertThat(fixture.files("b@master")).isEqualTo(Map.of("/x", "1"));
  }

  @Test
  void aCommitThatFollowsOthersAndWasFinishedByAUserStaysFinished() {
    fixture.follow("b@master", "a@master");
    fixture.put("b@master", "/x", "1");
    Commit open = fixture.head("b@master");
    fixture.finish(open);
    assertFails(
        ErrorCode.CONFLICT,
        "operation "
            + fixture.records()
            + " (finish commit "
            + open.label()
            + ") cannot be undone: it ended open commit "
            + open.label()
            + ", which cannot be opened again",
        () -> undo.undo(fixture.records()));
    assertThat(fixture.files("b@master")).isEqualTo(Map.of("/x", "1"));
  }

  @Test
  void aBranchIsNotPutBackOnACommitThatHasBeenFinishedSince() {
    fixture.put("a@master", "/x", "1");
    Commit first = fixture.head("a@master");
    Commit open = fixture.start("a@master");
    fixture.change(tx -> BranchChanges.point(tx, branch("a@master"), first));
    long pointed = fixture.records();
    fixture.finish(open);
    assertFails(
        ErrorCode.CONFLICT,
        "operation "
            + pointed
            + " (test) cannot be undone: branch a@master shows another commit since; undo or"
            + " delete that first",
        () -> undo.undo(pointed));
    assertThat(fixture.readable("a@master").id()).isEqualTo(first.id());
  }

  @Test
  void aDeletionThatWasTakenBackCanBeMadeAgain() {
    fixture.follow("b@master", "a@master");
    fixture.finish(fixture.head("b@master"));
    fixture.follow("b@master");
    fixture.change(tx -> RepoChanges.delete(tx, repo("a")));
    undo.undo(fixture.records());
    assertThat(fixture.catalog().repo(repo("a"))).isPresent();

    undo.undo(fixture.records());

    assertThat(fixture.catalog().repo(repo("a"))).isEmpty();
    assertThat(fixture.head("b@master").provenance()).hasSize(1);
  }

  @Test
  void aRepoStaysWhoseCommitsAnOpenOneWaitsFor() {
    long created = fixture.records() - 1;
    fixture.follow("b@master", "a@master");
    fixture.follow("b@master");
    fixture.change(tx -> BranchChanges.delete(tx, branch("a@master")));
    assertFails(
        ErrorCode.CONFLICT,
        "operation "
            + created
            + " (test) cannot be undone: repo a has got commit "
            + fixture.head("b@master").id()
            + " since; undo or delete that first",
        () -> undo.undo(created));
  }

  @Test
  void aCommitIsNotOpenedAgainThatAnotherBranchShows() {
    fixture.follow("b@master", "a@master");
    Commit ended = fixture.head("b@master");
    fixture.finish(ended, FileSet.EMPTY, Optional.of("broken"));
    long finished = fixture.records();
    fixture.change(tx -> BranchChanges.point(tx, branch("b@dev"), fixture.head("b@master")));
    assertFails(
        ErrorCode.CONFLICT,
        "operation "
            + finished
            + " (test) cannot be undone: branch b@dev depends on commit "
            + ended.label()
            + "; undo or delete that first",
        () -> undo.undo(finished));
  }

  @Test
  void aDeletedRepoComesBackWithWhatWasWrittenToItsOpenCommit() {
    Commit open = fixture.start("a@master");
    fixture.put("a@master", "/x", "1");
    fixture.change(tx -> RepoChanges.delete(tx, repo("a")));

    undo.undo(fixture.records());

    fixture.put("a@master", "/y", "2");
    fixture.finish(open);
    assertThat(fixture.files("a@master")).isEqualTo(Map.of("/x", "1", "/y", "2"));
  }
}
