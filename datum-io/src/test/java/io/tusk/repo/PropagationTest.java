/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.repo;

import static io.tusk.repo.StoreFixture.branch;
import static io.tusk.repo.StoreFixture.repo;
import static org.assertj.core.api.Assertions.assertThat;

import io.tusk.error.ErrorCode;
import io.tusk.files.FileSet;
import io.tusk.name.CommitId;
import io.tusk.objects.EveryStore;
import io.tusk.objects.TestStores;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Transactions of several changes, long chains, and lines with many bad commits. */
@EveryStore
class PropagationTest {
  @RegisterExtension final StoreFixture fixture = new StoreFixture();

  @BeforeEach
  void createRepos() {
    fixture.createRepos("a", "b", "c");
  }

  @Test
  void branchesOfOneRepoThatOneTransactionMakesBeginTogether() {
    fixture.change(
        tx -> {
          BranchChanges.require(tx, branch("a@x"));
          BranchChanges.require(tx, branch("a@y"));
        });
    assertThat(fixture.head("a@x").id()).isEqualTo(fixture.head("a@y").id());
    assertThat(fixture.head("a@x").isReadable()).isTrue();
  }

  @Test
  void aBranchThatIsTriggeredAndDeletedGetsNoCommit() {
    fixture.change(
        tx -> {
          BranchChanges.follow(tx, branch("b@master"), List.of(branch("a@master")));
          BranchChanges.delete(tx, branch("b@master"));
        });
    assertThat(fixture.catalog().branch(branch("b@master"))).isEmpty();
    assertThat(fixture.catalog().downstream(branch("a@master"))).isEmpty();
    fixture.change(
        tx -> {
          BranchChanges.follow(tx, branch("b@master"), List.of(branch("a@master")));
          RepoChanges.remove(tx, repo("b"));
        });
    assertThat(fixture.catalog().repo(repo("b"))).isEmpty();
  }

  @Test
  void twoBranchesOfARepoDoNotFollowTheSame() {
    fixture.follow("b@one", "a@master");
    fixture.follow("b@two", "a@dev");
    fixture.follow("c@master", "b@one");
    fixture.refuses(
        ErrorCode.CONFLICT,
        "branch b@two cannot follow that: a commit to branch a@master would need commits to both"
            + " b@two and b@one, and a repo has one commit of a set; use a repo of its own",
        () -> fixture.follow("b@two", "a@master"));
    fixture.refuses(
        ErrorCode.CONFLICT,
        "branch a@back cannot follow that: a commit to branch a@master would need commits to both"
            + " a@back and a@master, and a repo has one commit of a set; use a repo of its own",
        () -> fixture.follow("a@back", "c@master"));
    fixture.put("a@master", "/x", "1");
    fixture.put("a@dev", "/x", "1");
    assertThat(fixture.head("b@two").provenance())
        .containsExactly(new Commit.Upstream(branch("a@dev"), fixture.head("a@dev").id()));
  }

  @Test
  void aChainMayBeLong() {
    int length = 3_000;
    CommitId id =
        fixture.transact(
            tx -> {
              for (int i = 0; i < length; i++) {
                RepoChanges.create(tx, repo("r" + i), "");
                if (i > 0) {
                  BranchChanges.follow(
                      tx, branch("r" + i + "@m"), List.of(branch("r" + (i - 1) + "@m")));
                }
              }
              return tx.commitSet();
            });
    assertThat(fixture.head("r" + (length - 1) + "@m").id()).isEqualTo(id);
    CommitId next = fixture.put("r0@m", "/x", "1");
    assertThat(fixture.head("r" + (length - 1) + "@m").provenance())
        .containsExactly(new Commit.Upstream(branch("r" + (length - 2) + "@m"), next));
    assertThat(fixture.catalog().commitSet(next)).hasSize(length);
  }

  @Test
  void aCommitOnABranchThatFollowsSaysWhatItSaw() {
    CommitId seen = fixture.put("a@master", "/x", "1");
    fixture.follow("b@master", "a@master");
    fixture.finish(fixture.head("b@master"));
    fixture.put("b@master", "/y", "2");
    assertThat(fixture.head("b@master").origin()).isEqualTo(Commit.Origin.USER);
    assertThat(fixture.head("b@master").provenance())
        .containsExactly(new Commit.Upstream(branch("a@master"), seen));
  }

  @Test
  void aCommitThatIsFinishedAfterItsParentKeepsItsParentsFiles() {
    fixture.follow("b@master", "a@master");
    Commit parent = fixture.head("b@master");
    fixture.put("b@master", "/parent", "1");
    fixture.put("a@master", "/x", "1");
    Commit child = fixture.head("b@master");
    assertThat(child.parent()).hasValue(parent.id());
    fixture.put("b@master", "/child", "2");
    fixture.finish(parent);
    assertThat(fixture.files("b@master")).isEqualTo(Map.of("/parent", "1"));
    fixture.finish(child);
    assertThat(fixture.files("b@master")).isEqualTo(Map.of("/parent", "1", "/child", "2"));
  }

  @Test
  void anOlderCommitThatIsFinishedLateHidesNoNewerOne() {
    fixture.follow("b@master", "a@master");
    Commit older = fixture.head("b@master");
    fixture.put("a@master", "/x", "1");
    Commit newer = fixture.head("b@master");
    fixture.finish(newer);
    fixture.finish(older);
    assertThat(fixture.readable("b@master").id()).isEqualTo(newer.id());
    fixture.put("a@master", "/x", "2");
    assertThat(fixture.readable("b@master").id()).isEqualTo(newer.id());
  }

  /** Nodes looked at by a commit that ends in an error, and by the one that follows it. */
  private long costOfABadCommit() {
    long before = fixture.store.trees().nodesVisited();
    fixture.put("a@master", "/x", "" + before);
    Commit open = fixture.head("b@master");
    fixture.finish(open, FileSet.EMPTY, Optional.of("it broke"));
    return fixture.store.trees().nodesVisited() - before;
  }

  @Test
  void aCommitCostsTheSameHoweverManyBadOnesCameBefore() {
    fixture.put("a@master", "/x", "1");
    fixture.follow("b@master", "a@master");
    fixture.finish(fixture.head("b@master"));
    CommitId good = fixture.readable("b@master").id();
    for (int i = 0; i < 20; i++) {
      costOfABadCommit();
    }
    long few = costOfABadCommit();
    for (int i = 0; i < TestStores.cases(300); i++) {
      costOfABadCommit();
    }
    assertThat(costOfABadCommit()).isLessThan(2 * few);
    assertThat(fixture.readable("b@master").id()).isEqualTo(good);
  }
}
