/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.repo;

import static io.tusk.repo.StoreFixture.branch;
import static io.tusk.repo.StoreFixture.repo;
import static io.tusk.repo.TriggersTest.commits;
import static org.assertj.core.api.Assertions.assertThat;

import io.tusk.cron.CronExpression;
import io.tusk.error.ErrorCode;
import io.tusk.error.Failures;
import io.tusk.objects.EveryStore;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Triggers that cannot be set, and branches with triggers that cannot be changed or deleted. */
@EveryStore
class TriggerRefusalsTest {
  @RegisterExtension final StoreFixture fixture = new StoreFixture();

  @BeforeEach
  void createRepos() {
    fixture.createRepos("a", "b", "c");
  }

  private void set(String name, String source) {
    fixture.change(tx -> TriggerChanges.set(tx, branch(name), branch(source), commits(1)));
  }

  private void refuses(String message, Consumer<Transaction> change) {
    fixture.refuses(ErrorCode.CONFLICT, message, () -> fixture.change(change));
  }

  private void refusesToSet(String name, String source, String message) {
    refuses(message, tx -> TriggerChanges.set(tx, branch(name), branch(source), commits(1)));
  }

  @Test
  void aBranchHasNotBothProvenanceAndATrigger() {
    fixture.follow("b@master", "a@master");
    refusesToSet(
        "b@master",
        "b@dev",
        "branch b@master cannot have a trigger: it follows branch a@master, and a branch cannot have"
            + " both provenance and a trigger; use another branch");
    set("c@release", "c@master");
    String follows =
        "branch c@release cannot follow others: branch c@master triggers it, and a branch cannot"
            + " have both provenance and a trigger; use another branch";
    refuses(follows, tx -> BranchChanges.follow(tx, branch("c@release"), List.of(branch("a@x"))));
    refuses(follows, tx -> BranchChanges.own(tx, branch("c@release"), List.of(branch("a@x"))));
  }

  @Test
  void aPipelinesOutputIsMovedByItsJobsAlone() {
    fixture.change(tx -> BranchChanges.own(tx, branch("b@out"), List.of()));
    refusesToSet(
        "b@out",
        "b@dev",
        "branch b@out is written by pipeline b alone; use another branch or change the pipeline's"
            + " input");
  }

  @Test
  void aTriggerDoesNotLeadBackToItsOwnBranch() {
    refusesToSet(
        "a@x",
        "a@x",
        "branch a@x cannot be triggered by branch a@x: a trigger cannot lead back to its own"
            + " branch: a@x -> a@x; name another branch");
    set("a@y", "a@x");
    refusesToSet(
        "a@x",
        "a@y",
        "branch a@x cannot be triggered by branch a@y: a trigger cannot lead back to its own"
            + " branch: a@x -> a@y -> a@x; name another branch");
    set("a@z", "a@y");
    refusesToSet(
        "a@x",
        "a@z",
        "branch a@x cannot be triggered by branch a@z: a trigger cannot lead back to its own"
            + " branch: a@x -> a@y -> a@z -> a@x; name another branch");
  }

  @Test
  void noCycleGoesThroughProvenanceAndTriggers() {
    set("a@release", "a@master");
    fixture.follow("b@out", "a@release");
    refuses(
        "branch a@master cannot follow branch b@out: that one follows a@master already, directly or"
            + " through others",
        tx -> BranchChanges.follow(tx, branch("a@master"), List.of(branch("b@out"))));
  }

  @Test
  void theSourceIsOfTheSameRepo() {
    refusesToSet(
        "a@release",
        "b@master",
        "branch a@release cannot be triggered by branch b@master: they must belong to the same repo");
    fixture.refuses(
        ErrorCode.NOT_FOUND,
        "repo z does not exist; 'tusk list repo' shows those that exist",
        () -> set("z@release", "z@master"));
  }

  @Test
  void conditionsAreChecked() {
    Failures.assertFails(
        ErrorCode.INVALID,
        "a trigger cannot wait for -1 commits; give 1 or more",
        () -> commits(-1));
    Failures.assertFails(
        ErrorCode.INVALID,
        "a trigger needs a condition: a size, a number of commits, a rate limit or a cron"
            + " expression; 1 commit moves the branch with each commit",
        () -> commits(0));
    Failures.assertFails(
        ErrorCode.INVALID,
        "\"lots\" is no size; write it like \"100M\" or \"1.5GB\"",
        () -> new DecimalSize("lots"));
    Failures.assertFails(
        ErrorCode.INVALID,
        "size \"10E\" is more than a store can count; give less",
        () -> new DecimalSize("10E"));
    Failures.assertFails(
        ErrorCode.INVALID,
        "cron expression \"hourly\" has 1 fields instead of 5; give five fields (minute hour day"
            + " month weekday), \"@every 10m\" or a word such as @daily",
        () -> new CronExpression("hourly"));
  }

  @Test
  void sizesAreDecimal() {
    assertThat(List.of("7", "1k", "1KB", "1.5 GB", ".5M", "2KiB", "9E", "1.9"))
        .extracting(text -> new DecimalSize(text).bytes())
        .containsExactly(
            7L, 1_000L, 1_000L, 1_500_000_000L, 500_000L, 2_000L, 9_000_000_000_000_000_000L, 1L);
  }

  @Test
  void aBranchIsNotDeletedWhileATriggerNamesIt() {
    set("a@release", "a@master");
    refuses(
        "branch a@master cannot be deleted: it triggers branch a@release; 'tusk delete branch"
            + " a@master --force' deletes it with the trigger",
        tx -> BranchChanges.delete(tx, branch("a@master")));
    refuses(
        "branch a@release cannot be deleted: it is triggered by branch a@master; 'tusk delete branch"
            + " a@release --force' deletes it with the trigger",
        tx -> BranchChanges.delete(tx, branch("a@release")));
    fixture.follow("b@out", "a@release");
    refuses(
        "branch a@release cannot be deleted: branch b@out follows it; delete that first",
        tx -> BranchChanges.delete(tx, branch("a@release")));

    fixture.change(tx -> BranchChanges.deleteForced(tx, branch("a@master")));

    assertThat(fixture.catalog().branch(branch("a@master"))).isEmpty();
    assertThat(fixture.catalog().requireBranch(branch("a@release")).trigger()).isEmpty();
    set("a@release", "a@master");
    fixture.change(tx -> BranchChanges.deleteForced(tx, branch("a@release")));
    assertThat(fixture.catalog().triggered(branch("a@master"))).isEmpty();
    assertThat(fixture.catalog().requireBranch(branch("b@out")).provenance()).isEmpty();
  }

  @Test
  void aRepoIsDeletedWithItsTriggers() {
    set("a@release", "a@master");
    fixture.change(
        tx ->
            TriggerChanges.set(
                tx, branch("a@nightly"), branch("a@release"), TimedTriggersTest.CONDITIONS));
    fixture.change(tx -> RepoChanges.delete(tx, repo("a")));
    assertThat(StoreFixture.all(fixture.store.snapshot().metadata().ascending("")))
        .extracting(item -> item.key())
        .containsExactly("repo/default/b", "repo/default/c");
  }

  /** A commit of the source would open a commit on each in one set. */
  @Test
  void twoBranchesOfOneRepoDoNotComeFromOneSource() {
    fixture.follow("b@x", "a@master");
    fixture.follow("b@y", "a@release");
    refusesToSet(
        "a@release",
        "a@master",
        "branch a@release cannot be triggered by branch a@master: a commit to branch a@master would need commits to both"
            + " b@y and b@x, and a repo has one commit of a set; use a repo of its own");
    set("a@release", "a@dev");
    refuses(
        "branch b@z cannot follow that: a commit to branch a@dev would need commits to both b@z and"
            + " b@y, and a repo has one commit of a set; use a repo of its own",
        tx -> {
          BranchChanges.follow(tx, branch("b@z"), List.of(branch("a@dev")));
        });
  }

  /** Branches that only move need no commit. */
  @Test
  void manyBranchesOfOneRepoMayBeTriggeredByOne() {
    fixture.follow("b@out", "a@master");
    set("b@one", "b@out");
    set("b@two", "b@out");
    set("b@three", "b@two");
    fixture.follow("c@out", "b@one", "b@three");
    fixture.put("a@master", "/x", "1");
    Commit out = fixture.head("b@out");
    fixture.finish(out, fixture.readable("a@master").files(), Optional.empty());
    assertThat(fixture.head("c@out").provenance())
        .containsExactly(
            new Commit.Upstream(branch("b@one"), out.id()),
            new Commit.Upstream(branch("b@three"), out.id()));
  }
}
