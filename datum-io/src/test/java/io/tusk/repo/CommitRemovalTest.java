/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.repo;

import static io.tusk.repo.StoreFixture.branch;
import static io.tusk.repo.StoreFixture.repo;
import static org.assertj.core.api.Assertions.assertThat;

import io.tusk.error.ErrorCode;
import io.tusk.files.FileSet;
import io.tusk.name.CommitId;
import io.tusk.objects.EveryStore;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Commits that are dropped, or squashed into their children. */
@EveryStore
class CommitRemovalTest {
  @RegisterExtension final StoreFixture fixture = new StoreFixture();

  @BeforeEach
  void createRepos() {
    fixture.createRepos("a", "b", "c");
  }

  private Commit commit(String repo, CommitId id) {
    return fixture.catalog().requireCommit(repo(repo), id);
  }

  private void drop(CommitId set) {
    fixture.change(tx -> new CommitRemoval(tx).drop(tx.catalog().commitSet(set)));
  }

  private void squash(CommitId set) {
    fixture.change(tx -> new CommitRemoval(tx).squash(tx.catalog().commitSet(set)));
  }

  /** Branch b follows a, and c follows b; their commits are finished as jobs would. */
  private void chain() {
    fixture.follow("b@master", "a@master");
    fixture.follow("c@master", "b@master");
    settle();
  }

  private void settle() {
    for (String name : List.of("b@master", "c@master")) {
      Commit head = fixture.head(name);
      if (head.isOpen()) {
        fixture.finish(head, fixture.readable("a@master").files(), Optional.empty());
      }
    }
  }

  @Test
  void aBranchFallsBackToTheParentOfWhatIsDropped() {
    CommitId first = fixture.put("a@master", "/x", "1");
    CommitId second = fixture.put("a@master", "/x", "2");
    fixture.change(tx -> BranchChanges.point(tx, branch("a@dev"), commit("a", second)));

    drop(second);

    assertThat(fixture.head("a@master").id()).isEqualTo(first);
    assertThat(fixture.head("a@dev").id()).isEqualTo(first);
    assertThat(fixture.files("a@master")).isEqualTo(Map.of("/x", "1"));
    assertThat(fixture.catalog().children(repo("a"), first)).isEmpty();
    fixture.put("a@master", "/y", "3");
    assertThat(fixture.files("a@master")).isEqualTo(Map.of("/x", "1", "/y", "3"));
  }

  @Test
  void commitsOfOneLineAreSquashedTogether() {
    CommitId first = fixture.put("a@master", "/x", "1");
    CommitId second = fixture.put("a@master", "/y", "2");
    CommitId third = fixture.put("a@master", "/z", "3");
    CommitId last = fixture.put("a@master", "/x", "4");

    fixture.change(
        tx -> new CommitRemoval(tx).squash(List.of(commit("a", third), commit("a", second))));

    assertThat(commit("a", last).parent()).contains(first);
    assertThat(fixture.catalog().children(repo("a"), first)).containsExactly(last);
    assertThat(fixture.files("a@master")).isEqualTo(Map.of("/x", "4", "/y", "2", "/z", "3"));
  }

  @Test
  void theOnlyCommitOfABranchLeavesAnEmptyOne() {
    CommitId only = fixture.put("a@master", "/x", "1");
    drop(only);
    Commit head = fixture.head("a@master");
    assertThat(head.id()).isNotEqualTo(only);
    assertThat(head.origin()).isEqualTo(Commit.Origin.AUTO);
    assertThat(head.files()).isEqualTo(FileSet.EMPTY);
    assertThat(fixture.files("a@master")).isEmpty();
  }

  @Test
  void aSetGoesAsAWhole() {
    chain();
    CommitId set = fixture.put("a@master", "/x", "1");
    settle();
    assertThat(fixture.files("c@master")).isEqualTo(Map.of("/x", "1"));

    drop(set);

    assertThat(fixture.catalog().commitSet(set)).isEmpty();
    assertThat(fixture.files("a@master")).isEmpty();
    assertThat(fixture.files("c@master")).isEmpty();
    assertThat(fixture.head("c@master").isOpen()).isFalse();
  }

  @Test
  void whatHasChildrenIsNotDropped() {
    CommitId first = fixture.put("a@master", "/x", "1");
    CommitId second = fixture.put("a@master", "/x", "2");
    fixture.refuses(
        ErrorCode.CONFLICT,
        "commit a@"
            + first
            + " cannot be deleted: commit a@"
            + second
            + " has it as its parent; delete that first, or squash this one into it",
        () -> drop(first));
  }

  @Test
  void whatOthersWereMadeFromIsNotDroppedAlone() {
    CommitId before = fixture.put("a@master", "/x", "1");
    chain();
    Commit made = fixture.head("b@master");
    assertThat(made.id()).isNotEqualTo(before);
    fixture.refuses(
        ErrorCode.CONFLICT,
        "commit a@"
            + before
            + " cannot be deleted: commit "
            + made.label()
            + " was made from it; 'tusk delete commitV2 a@"
            + before
            + " --recursive' includes what was made from it",
        () -> drop(before));

    fixture.change(
        tx -> {
          CommitRemoval removal = new CommitRemoval(tx);
          List<Commit> all = CommitRemoval.withSubvenance(tx.catalog(), commit("a", before));
          assertThat(all)
              .extracting(Commit::label)
              .containsExactly("a@" + before, made.label(), fixture.head("c@master").label());
          removal.drop(all);
        });
    assertThat(fixture.files("a@master")).isEmpty();
    assertThat(fixture.files("c@master")).isEmpty();
    assertThat(fixture.catalog().subvenants(repo("a"), before)).isEmpty();
  }

  @Test
  void aSquashedCommitLeavesItsFilesToItsChildren() {
    CommitId first = fixture.put("a@master", "/x", "1");
    CommitId second = fixture.put("a@master", "/y", "2");
    CommitId third = fixture.put("a@master", "/z", "3");

    squash(second);

    assertThat(commit("a", third).parent()).hasValue(first);
    assertThat(fixture.catalog().children(repo("a"), first)).containsExactly(third);
    assertThat(fixture.files("a@master")).isEqualTo(Map.of("/x", "1", "/y", "2", "/z", "3"));
    assertThat(fixture.readable("a@master^").id()).isEqualTo(first);
    squash(first);
    assertThat(commit("a", third).parent()).isEmpty();
  }

  @Test
  void neighboursOfALineAreSquashedTogether() {
    CommitId first = fixture.put("a@master", "/x", "1");
    CommitId second = fixture.put("a@master", "/y", "2");
    CommitId third = fixture.put("a@master", "/z", "3");
    CommitId fourth = fixture.put("a@master", "/w", "4");

    fixture.change(
        tx ->
            new CommitRemoval(tx)
                .squash(
                    List.of(
                        tx.catalog().requireCommit(repo("a"), third),
                        tx.catalog().requireCommit(repo("a"), second))));

    assertThat(commit("a", fourth).parent()).contains(first);
    assertThat(fixture.catalog().children(repo("a"), first)).containsExactly(fourth);
    assertThat(fixture.catalog().children(repo("a"), second)).isEmpty();
    assertThat(fixture.catalog().children(repo("a"), third)).isEmpty();
    assertThat(fixture.files("a@master^")).isEqualTo(Map.of("/x", "1"));
  }

  /** Of a join, say: one side stays, and each commit of the other makes one of the output. */
  @Test
  void whatWasMadeFromACommitIsSquashedWithItInOneLine() {
    CommitId read = fixture.put("a@master", "/x", "1");
    fixture.follow("c@master", "a@master", "b@master");
    for (String content : List.of("1", "2", "3")) {
      fixture.put("b@master", "/y", content);
      fixture.finish(
          fixture.head("c@master"), fixture.readable("b@master").files(), Optional.empty());
    }
    fixture.put("a@master", "/x", "2");
    Commit last = fixture.head("c@master");
    fixture.finish(last, fixture.readable("b@master").files(), Optional.empty());

    fixture.change(
        tx ->
            new CommitRemoval(tx)
                .squash(CommitRemoval.withSubvenance(tx.catalog(), commit("a", read))));

    assertThat(fixture.catalog().parent(commit("c", last.id()))).isEmpty();
    assertThat(commit("c", last.id()).parent()).isEmpty();
    assertThat(StoreFixture.all(fixture.catalog().commits(repo("c")))).hasSize(1);
  }

  @Test
  void aSquashNeedsFinishedChildren() {
    CommitId only = fixture.put("a@master", "/x", "1");
    fixture.refuses(
        ErrorCode.CONFLICT,
        "commit a@"
            + only
            + " cannot be squashed: it has no child that would hold its files; 'tusk delete commit "
            + only
            + "' removes it with them",
        () -> squash(only));
    Commit child = fixture.start("a@master");
    fixture.refuses(
        ErrorCode.CONFLICT,
        "commit a@"
            + only
            + " cannot be squashed: its child "
            + child.label()
            + " is open; finish that first",
        () -> squash(only));
  }

  @Test
  void whatABranchShowsIsNotSquashed() {
    CommitId first = fixture.put("a@master", "/x", "1");
    fixture.change(tx -> BranchChanges.point(tx, branch("a@release"), commit("a", first)));
    fixture.put("a@master", "/x", "2");
    fixture.refuses(
        ErrorCode.CONFLICT,
        "commit a@"
            + first
            + " cannot be squashed: branch a@release shows it; point the branch elsewhere first",
        () -> squash(first));
  }

  @Test
  void whatReadersSeeBehindAnErrorIsNotSquashed() {
    CommitId good = fixture.put("a@master", "/x", "1");
    fixture.finish(fixture.start("a@master"), FileSet.EMPTY, Optional.of("broken"));
    fixture.refuses(
        ErrorCode.CONFLICT,
        "commit a@"
            + good
            + " cannot be squashed: branch a@master shows it; point the branch elsewhere first",
        () -> squash(good));
  }

  @Test
  void aSquashedSetOfAChain() {
    chain();
    CommitId first = fixture.put("a@master", "/x", "1");
    settle();
    CommitId second = fixture.put("a@master", "/y", "2");
    settle();

    squash(first);

    assertThat(fixture.catalog().commitSet(first)).isEmpty();
    assertThat(commit("b", second).files().files()).isEqualTo(2);
    assertThat(fixture.files("c@master")).isEqualTo(Map.of("/x", "1", "/y", "2"));
  }

  @Test
  void aForcedDeletionOfABranchFreesWhatFollowedIt() {
    fixture.follow("b@master", "a@master", "c@master");
    fixture.refuses(
        ErrorCode.CONFLICT,
        "branch a@master cannot be deleted: branch b@master follows it; delete that first",
        () -> fixture.change(tx -> BranchChanges.delete(tx, branch("a@master"))));
    fixture.change(tx -> BranchChanges.deleteForced(tx, branch("a@master")));
    assertThat(fixture.catalog().requireBranch(branch("b@master")).provenance())
        .containsExactly(branch("c@master"));
  }
}
