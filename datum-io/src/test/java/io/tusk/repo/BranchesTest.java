/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.repo;

import static io.tusk.repo.StoreFixture.branch;
import static io.tusk.repo.StoreFixture.repo;
import static org.assertj.core.api.Assertions.assertThat;

import io.tusk.error.ErrorCode;
import io.tusk.files.FileSet;
import io.tusk.name.BranchName;
import io.tusk.name.CommitId;
import io.tusk.name.ProjectName;
import io.tusk.name.RepoName;
import io.tusk.objects.EveryStore;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Repositories, branches, and what follows what. */
@EveryStore
class BranchesTest {
  @RegisterExtension final StoreFixture fixture = new StoreFixture();

  @BeforeEach
  void createRepos() {
    fixture.createRepos("a", "b", "c", "d");
  }

  @Test
  void reposAreListedByName() {
    fixture.change(tx -> RepoChanges.create(tx, repo("aa"), "pictures"));
    assertThat(StoreFixture.all(fixture.catalog().repos()))
        .extracting(found -> found.name().toString(), Repo::description)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("a", ""),
            org.assertj.core.groups.Tuple.tuple("aa", "pictures"),
            org.assertj.core.groups.Tuple.tuple("b", ""),
            org.assertj.core.groups.Tuple.tuple("c", ""),
            org.assertj.core.groups.Tuple.tuple("d", ""));
    assertThat(fixture.catalog().requireRepo(repo("aa")).created())
        .isEqualTo(fixture.store.snapshot().record().time());
  }

  @Test
  void aRepoIsCreatedOnce() {
    long records = fixture.records();
    fixture.refuses(
        ErrorCode.CONFLICT,
        "repo a exists already; choose another name",
        () -> fixture.createRepos("a"));
    fixture.refuses(
        ErrorCode.NOT_FOUND,
        "project x does not exist; 'tusk create project x' makes it",
        () ->
            fixture.change(
                tx -> RepoChanges.create(tx, new RepoName(new ProjectName("x"), "a"), "")));
    assertThat(fixture.records()).isEqualTo(records);
  }

  @Test
  void aDeletedRepoLeavesNothing() {
    fixture.change(tx -> RepoChanges.create(tx, repo("gone"), ""));
    fixture.put("gone@master", "/x", "1");
    fixture.put("gone@other", "/x", "2");
    fixture.start("gone@master");
    fixture.change(tx -> RepoChanges.delete(tx, repo("gone")));
    for (String prefix : List.of("", "commit", "branch")) {
      assertThat(StoreFixture.all(fixture.store.snapshot().metadata().ascending(prefix)))
          .extracting(item -> item.key())
          .noneMatch(key -> key.contains("gone"));
    }
    fixture.refuses(
        ErrorCode.NOT_FOUND,
        "repo gone does not exist; 'tusk list repo' shows those that exist",
        () -> fixture.readable("gone@master"));
    fixture.refuses(
        ErrorCode.NOT_FOUND,
        "repo gone does not exist; 'tusk list repo' shows those that exist",
        () -> fixture.put("gone@master", "/x", "1"));
    fixture.refuses(
        ErrorCode.NOT_FOUND,
        "repo gone does not exist; 'tusk list repo' shows those that exist",
        () -> fixture.change(tx -> RepoChanges.delete(tx, repo("gone"))));
  }

  @Test
  void aRepoThatIsFollowedStays() {
    fixture.follow("b@master", "a@master");
    fixture.refuses(
        ErrorCode.CONFLICT,
        "repo a cannot be deleted: branch b@master follows its branch master; delete what"
            + " follows it first",
        () -> fixture.change(tx -> RepoChanges.delete(tx, repo("a"))));
    fixture.change(tx -> RepoChanges.delete(tx, repo("b")));
    fixture.change(tx -> RepoChanges.delete(tx, repo("a")));
    assertThat(fixture.catalog().repo(repo("a"))).isEmpty();
  }

  @Test
  void aPipelinesRepoAndBranchAreItsOwn() {
    fixture.put("a@master", "/x", "1");
    fixture.change(
        tx -> {
          BranchChanges.own(tx, branch("b@master"), List.of(branch("a@master")));
          BranchChanges.trigger(tx, branch("b@master"));
        });
    String message =
        "branch b@master is written by pipeline b alone; use another branch or change the"
            + " pipeline's input";
    fixture.refuses(ErrorCode.CONFLICT, message, () -> fixture.put("b@master", "/x", "1"));
    fixture.refuses(ErrorCode.CONFLICT, message, () -> fixture.start("b@master"));
    fixture.refuses(
        ErrorCode.CONFLICT,
        message,
        () -> fixture.change(tx -> BranchChanges.delete(tx, branch("b@master"))));
    fixture.refuses(
        ErrorCode.CONFLICT,
        message,
        () -> fixture.change(tx -> BranchChanges.follow(tx, branch("b@master"), List.of())));
    fixture.refuses(
        ErrorCode.CONFLICT,
        "repo b holds the output of pipeline b; 'tusk delete pipeline b' deletes both",
        () -> fixture.change(tx -> RepoChanges.delete(tx, repo("b"))));
    fixture.refuses(
        ErrorCode.NOT_FOUND,
        "branch b@master has no commit that is finished without error; 'tusk run' runs its"
            + " pipeline",
        () -> fixture.readable("b@master"));
    assertThat(StoreFixture.all(fixture.catalog().commits(repo("b")))).hasSize(1);
    fixture.change(tx -> BranchChanges.disown(tx, branch("b@master")));
    assertThat(fixture.catalog().downstream(branch("a@master"))).isEmpty();
    assertThat(fixture.head("b@master").isOpen()).isTrue();
  }

  @Test
  void aBranchIsPointedAtACommitAndBack() {
    CommitId first = fixture.put("a@master", "/x", "1");
    CommitId second = fixture.put("a@master", "/x", "2");
    fixture.follow("b@master", "a@master");
    CommitId before = fixture.head("b@master").id();
    fixture.change(tx -> BranchChanges.point(tx, branch("a@master"), fixture.head("a@" + first)));
    assertThat(fixture.head("a@master").id()).isEqualTo(first);
    assertThat(fixture.files("a@master")).isEqualTo(Map.of("/x", "1"));
    assertThat(StoreFixture.all(fixture.catalog().commits(repo("a"))))
        .extracting(Commit::id)
        .containsExactly(second, first);
    Commit downstream = fixture.head("b@master");
    assertThat(downstream.id()).isGreaterThan(before);
    assertThat(downstream.parent()).hasValue(before);
    assertThat(downstream.provenance())
        .containsExactly(new Commit.Upstream(branch("a@master"), first));
    assertThat(fixture.head("a@" + downstream.id()).id()).isEqualTo(first);
  }

  @Test
  void pointingWhereItPointsChangesNothing() {
    CommitId head = fixture.put("a@master", "/x", "1");
    fixture.follow("b@master", "a@master");
    long records = fixture.records();
    fixture.change(tx -> BranchChanges.point(tx, branch("a@master"), fixture.head("a@" + head)));
    fixture.follow("b@master", "a@master");
    assertThat(fixture.records()).isEqualTo(records);
  }

  @Test
  void aBranchBesideAnotherSharesItsCommits() {
    CommitId head = fixture.put("a@master", "/x", "1");
    fixture.change(tx -> BranchChanges.point(tx, branch("a@dev"), fixture.head("a@master")));
    CommitId dev = fixture.put("a@dev", "/y", "2");
    assertThat(fixture.head("a@dev").parent()).hasValue(head);
    assertThat(fixture.files("a@dev")).isEqualTo(Map.of("/x", "1", "/y", "2"));
    assertThat(fixture.files("a@master")).isEqualTo(Map.of("/x", "1"));
    assertThat(fixture.catalog().children(repo("a"), head)).containsExactly(dev);
    assertThat(fixture.head("a@" + head).branch()).isEqualTo(branch("a@master"));
  }

  @Test
  void headsOfOtherReposAndOpenHeadsAreRefused() {
    fixture.put("a@master", "/x", "1");
    Commit foreign = fixture.head("a@master");
    fixture.refuses(
        ErrorCode.CONFLICT,
        "branch b@master cannot have commit "
            + foreign.label()
            + " as its head; they must belong to the same repo",
        () -> fixture.change(tx -> BranchChanges.point(tx, branch("b@master"), foreign)));
    Commit open = fixture.start("a@master");
    fixture.refuses(
        ErrorCode.CONFLICT,
        "branch a@dev cannot have commit "
            + open.label()
            + " as its head: commit "
            + open.label()
            + " is open; finish it first",
        () -> fixture.change(tx -> BranchChanges.point(tx, branch("a@dev"), open)));
  }

  @Test
  void branchesAreDeletedUnlessFollowed() {
    fixture.put("a@master", "/x", "1");
    fixture.follow("b@master", "a@master");
    fixture.refuses(
        ErrorCode.CONFLICT,
        "branch a@master cannot be deleted: branch b@master follows it; delete that first",
        () -> fixture.change(tx -> BranchChanges.delete(tx, branch("a@master"))));
    fixture.change(tx -> BranchChanges.delete(tx, branch("b@master")));
    fixture.change(tx -> BranchChanges.delete(tx, branch("a@master")));
    assertThat(StoreFixture.all(fixture.catalog().branches(repo("a")))).isEmpty();
    assertThat(StoreFixture.all(fixture.catalog().commits(repo("a")))).hasSize(1);
    fixture.refuses(
        ErrorCode.NOT_FOUND,
        "branch a@master does not exist; 'tusk list branch a' shows those that exist",
        () -> fixture.readable("a@master"));
  }

  @Test
  void followingMakesWhatIsMissing() {
    fixture.follow("b@master", "a@master");
    Commit empty = fixture.head("a@master");
    assertThat(empty.isReadable()).isTrue();
    assertThat(empty.origin()).isEqualTo(Commit.Origin.AUTO);
    assertThat(empty.files()).isEqualTo(FileSet.EMPTY);
    Commit follower = fixture.head("b@master");
    assertThat(follower.isOpen()).isTrue();
    assertThat(follower.id()).isEqualTo(empty.id());
    assertThat(follower.parent()).isEmpty();
    assertThat(fixture.catalog().commitSet(empty.id()))
        .extracting(Commit::label)
        .containsExactly("a@" + empty.id(), "b@" + empty.id());
  }

  @Test
  void aChainGetsOneCommitEachOfOneSet() {
    fixture.follow("b@master", "a@master");
    fixture.follow("c@master", "b@master");
    fixture.follow("d@master", "c@master");
    CommitId id = fixture.put("a@master", "/x", "1");
    assertThat(fixture.catalog().commitSet(id))
        .extracting(Commit::label, Commit::isOpen, Commit::origin)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("a@" + id, false, Commit.Origin.USER),
            org.assertj.core.groups.Tuple.tuple("b@" + id, true, Commit.Origin.AUTO),
            org.assertj.core.groups.Tuple.tuple("c@" + id, true, Commit.Origin.AUTO),
            org.assertj.core.groups.Tuple.tuple("d@" + id, true, Commit.Origin.AUTO));
    assertThat(fixture.head("d@master").provenance())
        .containsExactly(new Commit.Upstream(branch("c@master"), id));
  }

  @Test
  void aDiamondGetsOneCommitWhereItJoins() {
    fixture.follow("b@master", "a@master");
    fixture.follow("c@master", "a@master");
    fixture.follow("d@master", "c@master", "b@master");
    int before = StoreFixture.all(fixture.catalog().commits(repo("d"))).size();
    CommitId id = fixture.put("a@master", "/x", "1");
    assertThat(StoreFixture.all(fixture.catalog().commits(repo("d")))).hasSize(before + 1);
    assertThat(fixture.head("d@master").id()).isEqualTo(id);
    assertThat(fixture.head("d@master").provenance())
        .containsExactly(
            new Commit.Upstream(branch("b@master"), id),
            new Commit.Upstream(branch("c@master"), id));
  }

  @Test
  void whatDidNotMoveIsSeenAsItWas() {
    CommitId a = fixture.put("a@master", "/x", "1");
    fixture.follow("c@master", "a@master", "b@master");
    CommitId b = fixture.put("b@master", "/y", "1");
    Commit joined = fixture.head("c@master");
    assertThat(joined.id()).isEqualTo(b);
    assertThat(joined.provenance())
        .containsExactly(
            new Commit.Upstream(branch("a@master"), a), new Commit.Upstream(branch("b@master"), b));
    assertThat(fixture.head("a@" + b).id()).isEqualTo(a);
    fixture.refuses(
        ErrorCode.NOT_FOUND,
        "commit d@" + b + " does not exist; 'tusk list commit d' shows those that exist",
        () -> fixture.head("d@" + b));
  }

  @Test
  void whatIsNotFollowedAnyMoreMovesNothing() {
    fixture.follow("b@master", "a@master");
    fixture.follow("b@master");
    CommitId id = fixture.put("a@master", "/x", "1");
    assertThat(fixture.catalog().commitSet(id)).hasSize(1);
    assertThat(fixture.catalog().requireBranch(branch("b@master")).provenance()).isEmpty();
  }

  @Test
  void cyclesAreRefused() {
    fixture.follow("b@master", "a@master");
    fixture.follow("c@master", "b@master");
    fixture.refuses(
        ErrorCode.CONFLICT,
        "branch a@master cannot follow branch c@master: that one follows a@master already,"
            + " directly or through others",
        () -> fixture.follow("a@master", "c@master"));
    fixture.refuses(
        ErrorCode.CONFLICT,
        "branch a@x cannot follow branch a@y of its own repo",
        () -> fixture.follow("a@x", "a@y"));
    assertThat(fixture.catalog().branch(branch("a@x"))).isEmpty();
  }

  @Test
  void twoCommitsOfARepoInOneSetAreRefused() {
    fixture.follow("b@master", "a@master");
    fixture.refuses(
        ErrorCode.CONFLICT,
        "repo b would get two commits in one transaction, on branches that depend on each other or"
            + " are both changed; change them one after another",
        () ->
            fixture.change(
                tx -> {
                  CommitChanges.start(tx, branch("a@master"), "");
                  CommitChanges.start(tx, branch("b@other"), "");
                }));
  }

  @Test
  void idsAscendWhateverTheClockDoes() {
    CommitId last = fixture.put("a@master", "/x", "0");
    for (int i = 0; i < 20; i++) {
      if (i % 5 == 3) {
        fixture.time.set(fixture.time.instant().minusSeconds(3_600));
      }
      CommitId next = fixture.put("a@master", "/x", "" + i);
      assertThat(next).isGreaterThan(last);
      last = next;
    }
    assertThat(StoreFixture.all(fixture.catalog().commits(repo("a"))))
        .extracting(commit -> commit.id().value())
        .isSortedAccordingTo(java.util.Comparator.reverseOrder())
        .hasSize(21);
  }

  @Test
  void aFollowerSeesTheLastGoodCommitOfAnErroredBranch() {
    CommitId good = fixture.put("a@master", "/x", "1");
    Commit bad = fixture.start("a@master");
    fixture.finish(bad, FileSet.EMPTY, Optional.of("it broke"));
    fixture.follow("b@master", "a@master");
    assertThat(fixture.head("b@master").provenance())
        .containsExactly(new Commit.Upstream(branch("a@master"), good));
    BranchName master = branch("a@master");
    assertThat(fixture.catalog().requireBranch(master).head()).isEqualTo(bad.id());
    assertThat(fixture.catalog().requireBranch(master).readable()).hasValue(good);
  }
}
