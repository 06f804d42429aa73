/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.repo;

import static io.tusk.repo.StoreFixture.branch;
import static io.tusk.repo.StoreFixture.repo;
import static org.assertj.core.api.Assertions.assertThat;

import io.tusk.error.ErrorCode;
import io.tusk.files.FileSet;
import io.tusk.name.BranchName;
import io.tusk.name.CommitId;
import io.tusk.objects.EveryStore;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Branches that begin in the transaction in which another of their repo gets a commit. */
@EveryStore
class FirstCommitsTest {
  private static final Trigger.Conditions ONE_COMMIT =
      new Trigger.Conditions(
          Trigger.Match.ANY, Optional.empty(), Optional.empty(), 1, Optional.empty());

  @RegisterExtension final StoreFixture fixture = new StoreFixture();

  @BeforeEach
  void createRepos() {
    fixture.createRepos("a", "b", "c");
  }

  /** Makes {@code name} a pipeline's output, with a commit, as the creation of one does. */
  private static void output(Transaction tx, String name, String... inputs) {
    List<BranchName> provenance = Stream.of(inputs).map(StoreFixture::branch).toList();
    BranchChanges.own(tx, branch(name), provenance);
    BranchChanges.trigger(tx, branch(name));
  }

  private void point(String name, CommitId commit) {
    fixture.change(
        tx ->
            BranchChanges.point(
                tx, branch(name), tx.catalog().requireCommit(branch(name).repo(), commit)));
  }

  private CommitId transact(Consumer<Transaction> body) {
    return fixture.transact(
        tx -> {
          body.accept(tx);
          return tx.commitSet();
        });
  }

  private void assertBeginsApart(CommitId set) {
    Commit out = fixture.head("b@out");
    assertThat(out.id()).isEqualTo(set);
    assertThat(out.isOpen()).isTrue();
    assertThat(out.branch()).isEqualTo(branch("b@out"));
    assertThat(out.parent()).isEmpty();
    assertThat(fixture.catalog().requireBranch(branch("b@out")).readable()).isEmpty();
    Commit empty = fixture.head("b@other");
    assertThat(empty.id()).isEqualTo(set.before());
    assertThat(empty.branch()).isEqualTo(branch("b@other"));
    assertThat(empty.origin()).isEqualTo(Commit.Origin.AUTO);
    assertThat(fixture.readable("b@other")).isEqualTo(empty);
    assertThat(empty.files()).isEqualTo(FileSet.EMPTY);
    assertThat(fixture.catalog().commitSet(set.before())).containsExactly(empty);
  }

  /** A repo has one commit of a set, and that is the one that a job is for. */
  @Test
  void aBranchThatIsReadBeginsBesideTheOutputOfAPipelineThatIsCreatedWithItsReader() {
    CommitId seen = fixture.put("a@master", "/x", "1");
    CommitId set =
        transact(
            tx -> {
              output(tx, "b@out", "a@master");
              output(tx, "c@out", "b@other");
            });
    assertBeginsApart(set);
    assertThat(fixture.head("b@out").provenance())
        .containsExactly(new Commit.Upstream(branch("a@master"), seen));
    Commit reader = fixture.head("c@out");
    assertThat(reader.id()).isEqualTo(set);
    assertThat(reader.isOpen()).isTrue();
    assertThat(reader.provenance())
        .containsExactly(new Commit.Upstream(branch("b@other"), set.before()));
    assertThat(fixture.catalog().subvenants(repo("b"), set.before())).containsExactly(reader);
    assertThat(fixture.catalog().subvenants(repo("b"), set)).isEmpty();

    fixture.finish(fixture.head("b@out"), fixture.readable("a@master").files(), Optional.empty());
    assertThat(fixture.head("c@out")).as("nobody moved b@other").isEqualTo(reader);
    fixture.finish(reader);
    point("b@other", set);
    assertThat(fixture.head("c@out").provenance())
        .containsExactly(new Commit.Upstream(branch("b@other"), set));
    assertThat(fixture.files("b@other")).isEqualTo(Map.of("/x", "1"));
  }

  @Test
  void theOrderInATransactionDoesNotMatter() {
    CommitId set =
        transact(
            tx -> {
              output(tx, "c@out", "b@other");
              output(tx, "b@out", "a@master");
            });
    assertBeginsApart(set);
    assertThat(fixture.head("c@out").provenance())
        .containsExactly(new Commit.Upstream(branch("b@other"), set.before()));
  }

  @Test
  void severalBranchesBeginApartWithOneCommit() {
    fixture.put("a@master", "/x", "1");
    CommitId set =
        transact(
            tx -> {
              BranchChanges.require(tx, branch("b@zero"));
              output(tx, "b@out", "a@master");
              output(tx, "c@out", "b@other", "b@out");
              TriggerChanges.set(tx, branch("b@release"), branch("b@source"), ONE_COMMIT);
            });
    for (String name : List.of("b@zero", "b@other", "b@release", "b@source")) {
      assertThat(fixture.head(name).id()).as(name).isEqualTo(set.before());
      assertThat(fixture.readable(name).id()).as(name).isEqualTo(set.before());
    }
    assertThat(fixture.head("c@out").provenance())
        .containsExactly(
            new Commit.Upstream(branch("b@other"), set.before()),
            new Commit.Upstream(branch("b@out"), set));
    assertThat(fixture.catalog().commitIds(repo("b")))
        .toIterable()
        .containsExactly(set, set.before());
    FileSet files = fixture.readable("a@master").files();
    fixture.finish(fixture.head("b@out"), files, Optional.empty());
    assertThat(fixture.head("b@release").id()).isEqualTo(set.before());
    point("b@source", set);
    assertThat(fixture.head("b@release").id()).isEqualTo(set);
  }

  @Test
  void anOutputThatIsThereGetsItsCommitBesideABranchThatBegins() {
    transact(tx -> output(tx, "b@out", "a@master"));
    Commit first = fixture.head("b@out");
    fixture.finish(first);
    CommitId set =
        transact(
            tx -> {
              BranchChanges.trigger(tx, branch("b@out"));
              output(tx, "c@out", "b@other");
            });
    assertThat(fixture.head("b@out").id()).isEqualTo(set);
    assertThat(fixture.head("b@out").parent()).hasValue(first.id());
    assertThat(fixture.head("b@other").id()).isEqualTo(set.before());
    assertThat(fixture.readable("b@other").files()).isEqualTo(FileSet.EMPTY);
    assertThat(fixture.head("c@out").provenance())
        .containsExactly(new Commit.Upstream(branch("b@other"), set.before()));
  }

  @Test
  void withoutAnotherCommitABranchBeginsInTheSet() {
    CommitId set = transact(tx -> output(tx, "b@out", "a@master"));
    assertThat(fixture.head("a@master").id()).isEqualTo(set);
    assertThat(fixture.catalog().commitSet(set.before())).isEmpty();
  }

  @Test
  void whatWasMadeFromTheEmptyCommitOfTheSetWasMadeFromTheOtherOne() {
    fixture.put("c@master", "/x", "1");
    CommitId set =
        transact(
            tx -> {
              BranchChanges.follow(tx, branch("c@master"), List.of(branch("b@other")));
              CommitChanges.start(tx, branch("c@master"), "");
              BranchChanges.follow(tx, branch("c@master"), List.of());
              output(tx, "b@out", "a@master");
            });
    assertBeginsApart(set);
    Commit made = fixture.head("c@master");
    assertThat(made.id()).isEqualTo(set);
    assertThat(made.provenance())
        .containsExactly(new Commit.Upstream(branch("b@other"), set.before()));
    assertThat(fixture.catalog().isListed(made)).isTrue();
  }

  @Test
  void theEmptyCommitIsDeletedWithWhatWasMadeFromIt() {
    CommitId set =
        transact(
            tx -> {
              output(tx, "b@out", "a@master");
              output(tx, "c@out", "b@other");
            });
    fixture.finish(fixture.head("b@out"));
    fixture.finish(fixture.head("c@out"));
    Commit empty = fixture.head("b@other");
    fixture.refuses(
        ErrorCode.CONFLICT,
        "commit "
            + empty.label()
            + " cannot be deleted: commit "
            + fixture.head("c@out").label()
            + " was made from it; 'tusk delete commitV2 "
            + empty.label()
            + " --recursive' includes what was made from it",
        () -> fixture.change(tx -> new CommitRemoval(tx).drop(List.of(empty))));
    fixture.change(
        tx -> new CommitRemoval(tx).drop(CommitRemoval.withSubvenance(tx.catalog(), empty)));
    assertThat(fixture.catalog().commitSet(set))
        .containsExactly(fixture.head("a@master"), fixture.head("b@out"));
    assertThat(fixture.catalog().commitSet(set.before())).isEmpty();
    assertThat(fixture.files("b@other")).isEmpty();
    assertThat(fixture.files("c@out")).isEmpty();
  }

  /** Neither could have the one commit of its repo in the set. */
  @Test
  void twoBranchesOfARepoThatFollowOthersDoNotBeginTogether() {
    long records = fixture.records();
    fixture.refuses(
        ErrorCode.CONFLICT,
        "branches b@two and b@one cannot begin in one transaction: both follow others, so they need"
            + " two commits of one repo; make one of them first, in a command of its own",
        () ->
            fixture.change(
                tx -> {
                  BranchChanges.follow(tx, branch("b@one"), List.of(branch("a@master")));
                  BranchChanges.follow(tx, branch("b@two"), List.of(branch("c@master")));
                  BranchChanges.require(tx, branch("b@other"));
                }));
    assertThat(fixture.records()).isEqualTo(records);
  }

  @Test
  void aBranchThatFollowsOthersDoesNotBeginBesideAnotherThatGetsACommit() {
    fixture.follow("b@one", "a@master");
    fixture.finish(fixture.head("b@one"));
    long records = fixture.records();
    fixture.refuses(
        ErrorCode.CONFLICT,
        "repo b would get two commits in one transaction, on branches that depend on each other or"
            + " are both changed; change them one after another",
        () ->
            fixture.change(
                tx -> {
                  BranchChanges.trigger(tx, branch("b@one"));
                  BranchChanges.follow(tx, branch("b@two"), List.of(branch("c@master")));
                }));
    assertThat(fixture.records()).isEqualTo(records);
  }
}
