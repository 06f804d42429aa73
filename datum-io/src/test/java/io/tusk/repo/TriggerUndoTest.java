/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.repo;

import static io.tusk.repo.StoreFixture.branch;
import static io.tusk.repo.TriggersTest.commits;
import static org.assertj.core.api.Assertions.assertThat;

import io.tusk.error.ErrorCode;
import io.tusk.name.CommitId;
import io.tusk.objects.EveryStore;
import io.tusk.pieces.Hash;
import io.tusk.pieces.Ref;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Operations around triggers that are taken back. */
@EveryStore
class TriggerUndoTest {
  @RegisterExtension final StoreFixture fixture = new StoreFixture();

  private final Undo undo = new Undo(fixture.store, List.of(new RepoUndoRule(fixture.store)));

  @BeforeEach
  void setTrigger() {
    fixture.createRepos("a", "b", "c");
    set("a@release", "a@master");
    fixture.follow("b@out", "a@release");
    fixture.finish(fixture.head("b@out"));
  }

  private void set(String name, String source) {
    fixture.change(tx -> TriggerChanges.set(tx, branch(name), branch(source), commits(1)));
  }

  private Optional<Hash> root() {
    return fixture.store.snapshot().record().metadata().map(Ref::hash);
  }

  @Test
  void aCommitThatFiredIsTakenBackWithAllThatMoved() {
    Optional<Hash> before = root();
    CommitId put = fixture.put("a@master", "/x", "1");
    assertThat(fixture.head("b@out").id()).isEqualTo(put);
    Optional<Hash> after = root();
    undo.undo(fixture.records());
    assertThat(root()).isEqualTo(before);
    undo.undo(fixture.records());
    assertThat(root()).isEqualTo(after);
  }

  @Test
  void aTriggerThatIsBackLooksAtWhatItMissed() {
    fixture.change(tx -> TriggerChanges.remove(tx, branch("a@release")));
    long removed = fixture.records();
    CommitId missed = fixture.put("a@master", "/x", "1");
    assertThat(fixture.head("a@release").id()).isNotEqualTo(missed);
    undo.undo(removed);
    assertThat(fixture.head("a@release").id()).isEqualTo(missed);
    assertThat(fixture.head("b@out").provenance())
        .containsExactly(new Commit.Upstream(branch("a@release"), missed));
  }

  @Test
  void aTriggerIsNotBackWhereItsSourceIsGoneOrWouldLeadBack() {
    fixture.change(tx -> TriggerChanges.remove(tx, branch("a@release")));
    long removed = fixture.records();
    fixture.change(tx -> BranchChanges.delete(tx, branch("a@master")));
    refuses(
        removed, "branch a@master, which triggers a@release, is gone; undo or delete that first");
    undo.undo(fixture.records());
    set("a@master", "a@dev");
    set("a@dev", "a@release");
    refuses(
        removed,
        "branch a@release leads back to itself: a@release -> a@dev -> a@master -> a@release; undo or"
            + " delete that first");
  }

  /** A commit that fires would open two of one repo. */
  @Test
  void aTriggerIsNotBackWhereItsFollowersWouldClash() {
    fixture.change(tx -> TriggerChanges.remove(tx, branch("a@release")));
    long removed = fixture.records();
    fixture.follow("b@other", "a@master");
    refuses(
        removed,
        "a commit to branch a@master would need commits to both b@out and b@other, and a repo has"
            + " one commit of a set; undo or delete that first");
    undo.undo(fixture.records());
    undo.undo(removed);
    assertThat(fixture.catalog().triggered(branch("a@master")))
        .containsExactly(branch("a@release"));
  }

  @Test
  void aBranchThatTriggersAnotherSinceIsNotTakenBack() {
    fixture.change(tx -> BranchChanges.require(tx, branch("c@master")));
    long made = fixture.records();
    set("c@release", "c@master");
    refuses(made, "branch c@master triggers branch c@release since; undo or delete that first");
    undo.undo(made + 1);
    undo.undo(made);
    assertThat(fixture.catalog().branch(branch("c@master"))).isEmpty();
  }

  private void refuses(long number, String fact) {
    fixture.refuses(
        ErrorCode.CONFLICT,
        "operation " + number + " (test) cannot be undone: " + fact,
        () -> undo.undo(number));
  }
}
