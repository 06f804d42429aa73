/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.repo;

import static io.tusk.repo.StoreFixture.branch;
import static io.tusk.repo.StoreFixture.repo;
import static org.assertj.core.api.Assertions.assertThat;

import io.tusk.cron.CronExpression;
import io.tusk.error.ErrorCode;
import io.tusk.name.CommitId;
import io.tusk.objects.EveryStore;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** When triggers fire, and what happens then. */
@EveryStore
class TriggersTest {
  @RegisterExtension final StoreFixture fixture = new StoreFixture();

  @BeforeEach
  void createRepos() {
    fixture.createRepos("a", "b", "c");
  }

  static Trigger.Conditions any(String rateLimit, String size, long commits) {
    return conditions(Trigger.Match.ANY, rateLimit, size, commits);
  }

  static Trigger.Conditions all(String rateLimit, String size, long commits) {
    return conditions(Trigger.Match.ALL, rateLimit, size, commits);
  }

  static Trigger.Conditions commits(long commits) {
    return any("", "", commits);
  }

  static Trigger.Conditions conditions(
      Trigger.Match match, String rateLimit, String size, long commits) {
    return new Trigger.Conditions(
        match,
        Optional.of(rateLimit).filter(text -> !text.isEmpty()).map(CronExpression::new),
        Optional.of(size).filter(text -> !text.isEmpty()).map(DecimalSize::new),
        commits,
        Optional.empty());
  }

  private void trigger(String name, String source, Trigger.Conditions conditions) {
    fixture.change(tx -> TriggerChanges.set(tx, branch(name), branch(source), conditions));
  }

  private CommitId head(String name) {
    return fixture.head(name).id();
  }

  private Branch at(String name) {
    return fixture.catalog().requireBranch(branch(name));
  }

  private void point(String name, CommitId commit) {
    fixture.change(
        tx ->
            BranchChanges.point(
                tx, branch(name), tx.catalog().requireCommit(branch(name).repo(), commit)));
  }

  private void at(Instant time) {
    fixture.time.set(time);
  }

  @Test
  void aBranchThatIsMadeForATriggerBeginsEmptyAndAwaitsTheNextCommit() {
    CommitId first = fixture.put("a@master", "/x", "1");
    trigger("a@release", "a@master", commits(1));
    Commit empty = fixture.head("a@release");
    assertThat(empty.origin()).isEqualTo(Commit.Origin.AUTO);
    assertThat(empty.parent()).isEmpty();
    assertThat(fixture.files("a@release")).isEmpty();
    assertThat(fixture.catalog().commitSet(empty.id())).containsExactly(empty);
    assertThat(at("a@release").trigger())
        .hasValue(new Trigger(branch("a@master"), commits(1), empty.started()));

    CommitId second = fixture.put("a@master", "/y", "2");

    assertThat(head("a@release")).isEqualTo(second).isNotEqualTo(first);
    assertThat(fixture.files("a@release")).isEqualTo(Map.of("/x", "1", "/y", "2"));
    assertThat(fixture.catalog().requireCommit(repo("a"), second).branch())
        .isEqualTo(branch("a@master"));
  }

  /** A repo has one commit of a set; the empty one of a triggered branch is no part of it. */
  @Test
  void aBranchThatIsMadeForATriggerLeavesTheSetToOthersOfItsRepo() {
    fixture.put("a@master", "/x", "1");
    fixture.change(
        tx -> {
          BranchChanges.own(tx, branch("b@out"), List.of(branch("a@master")));
          BranchChanges.trigger(tx, branch("b@out"));
          TriggerChanges.set(tx, branch("b@release"), branch("b@out"), commits(1));
          TriggerChanges.set(tx, branch("b@other"), branch("b@out"), commits(2));
          BranchChanges.own(tx, branch("c@out"), List.of(branch("b@release")));
          BranchChanges.trigger(tx, branch("c@out"));
        });
    Commit out = fixture.head("b@out");
    assertThat(out.isOpen()).isTrue();
    assertThat(head("b@release")).isEqualTo(head("b@other")).isEqualTo(out.id().before());
    assertThat(fixture.head("c@out").provenance())
        .containsExactly(new Commit.Upstream(branch("b@release"), out.id().before()));

    fixture.finish(out, fixture.readable("a@master").files(), Optional.empty());

    assertThat(head("b@release")).isEqualTo(out.id());
    assertThat(fixture.head("b@other").files().files()).isZero();
    assertThat(fixture.head("c@out").provenance())
        .containsExactly(new Commit.Upstream(branch("b@release"), out.id()));
  }

  @Test
  void sizeCountsFromWhatTheTriggeredBranchShows() {
    trigger("a@release", "a@master", any("", "10", 0));
    CommitId empty = head("a@release");
    fixture.put("a@master", "/1", "123456789");
    assertThat(head("a@release")).as("9 bytes").isEqualTo(empty);
    CommitId ten = fixture.put("a@master", "/2", "0");
    assertThat(head("a@release")).as("10 bytes").isEqualTo(ten);
    fixture.put("a@master", "/3", "123456789");
    assertThat(head("a@release")).as("9 bytes more").isEqualTo(ten);
    fixture.delete("a@master", "/3");
    fixture.put("a@master", "/4", "123456789");
    assertThat(head("a@release")).as("9 bytes more again").isEqualTo(ten);
    CommitId more = fixture.put("a@master", "/5", "abc");
    assertThat(head("a@release")).as("12 bytes more").isEqualTo(more);
  }

  @Test
  void commitsCountAlongTheLineWithoutTheEmptyFirstOne() {
    fixture.change(tx -> BranchChanges.require(tx, branch("a@master")));
    trigger("a@release", "a@master", commits(2));
    CommitId empty = head("a@release");
    fixture.put("a@master", "/1", "1");
    assertThat(head("a@release")).isEqualTo(empty);
    CommitId second = fixture.put("a@master", "/2", "2");
    assertThat(head("a@release")).isEqualTo(second);
    fixture.put("a@master", "/3", "3");
    assertThat(head("a@release")).isEqualTo(second);
    CommitId fourth = fixture.put("a@master", "/4", "4");
    assertThat(head("a@release")).isEqualTo(fourth);
  }

  @Test
  void aRateLimitWaitsForTheNextTimeAfterThePresentHeadWasFinished() {
    trigger("a@release", "a@master", any("0 * * * *", "", 0));
    CommitId empty = head("a@release");
    at(Instant.parse("2031-01-01T00:59:59Z"));
    fixture.put("a@master", "/1", "1");
    assertThat(head("a@release")).isEqualTo(empty);
    at(Instant.parse("2031-01-01T01:00:00Z"));
    CommitId onTime = fixture.put("a@master", "/2", "2");
    assertThat(fixture.head("a@master").finished()).hasValue(fixture.time.instant());
    assertThat(head("a@release")).isEqualTo(onTime);
    at(Instant.parse("2031-01-01T01:59:00Z"));
    fixture.put("a@master", "/3", "3");
    assertThat(head("a@release")).isEqualTo(onTime);
    at(Instant.parse("2031-01-01T07:10:00Z"));
    CommitId late = fixture.put("a@master", "/4", "4");
    assertThat(head("a@release")).isEqualTo(late);
  }

  @Test
  void oneConditionIsEnoughUnlessAllAreAskedFor() {
    trigger("a@any", "a@master", any("0 * * * *", "1K", 2));
    trigger("a@all", "a@master", all("0 * * * *", "4", 2));
    CommitId empty = head("a@all");
    fixture.put("a@master", "/1", "1");
    CommitId second = fixture.put("a@master", "/2", "2");
    assertThat(head("a@any")).as("2 commits").isEqualTo(second);
    fixture.put("a@master", "/3", "3");
    CommitId fourth = fixture.put("a@master", "/4", "4");
    assertThat(head("a@any")).isEqualTo(fourth);
    assertThat(head("a@all")).as("4 commits, 4 bytes, in no time").isEqualTo(empty);
    at(Instant.parse("2031-01-01T03:00:00Z"));
    CommitId fifth = fixture.put("a@master", "/5", "5");
    assertThat(head("a@any")).as("an hour").isEqualTo(fifth);
    assertThat(head("a@all")).isEqualTo(fifth);
  }

  @Test
  void itFiresInTheTransactionThatFinishesTheCommit() {
    trigger("a@release", "a@master", commits(1));
    fixture.follow("b@master", "a@release");
    CommitId before = head("b@master");
    Commit open = fixture.start("a@master");
    fixture.put("a@master", "/x", "1");
    assertThat(fixture.files("a@release")).isEmpty();
    long records = fixture.records();

    fixture.finish(open);

    assertThat(fixture.records()).isEqualTo(records + 1);
    assertThat(head("a@release")).isEqualTo(open.id());
    Commit follower = fixture.head("b@master");
    assertThat(follower.parent()).hasValue(before);
    assertThat(follower.isOpen()).isTrue();
    assertThat(follower.provenance())
        .containsExactly(new Commit.Upstream(branch("a@release"), open.id()));
    assertThat(follower.id()).as("a set of the moment").isNotEqualTo(open.id());
  }

  @Test
  void aChainFiresAtOnceAndWhereItMeetsThereIsOneCommit() {
    trigger("a@one", "a@master", commits(1));
    trigger("a@two", "a@one", commits(2));
    fixture.follow("b@master", "a@one");
    fixture.follow("c@master", "a@two", "b@master");
    fixture.put("a@master", "/1", "1");
    CommitId empty = head("a@two");
    assertThat(fixture.head("c@master").provenance())
        .containsExactly(
            new Commit.Upstream(branch("a@two"), empty),
            new Commit.Upstream(branch("b@master"), head("b@master")));
    long records = fixture.records();

    CommitId second = fixture.put("a@master", "/2", "2");

    assertThat(fixture.records()).isEqualTo(records + 1);
    assertThat(head("a@one")).isEqualTo(second);
    assertThat(head("a@two")).isEqualTo(second);
    assertThat(fixture.catalog().commitSet(second))
        .extracting(Commit::repo)
        .containsExactly(repo("a"), repo("b"), repo("c"));
    assertThat(fixture.head("c@master").provenance())
        .containsExactly(
            new Commit.Upstream(branch("a@two"), second),
            new Commit.Upstream(branch("b@master"), second));
  }

  @Test
  void aCommitThatEndsInAnErrorFiresNothing() {
    fixture.put("a@master", "/1", "1");
    fixture.follow("b@out", "a@master");
    trigger("b@release", "b@out", commits(1));
    CommitId empty = head("b@release");
    fixture.finish(fixture.head("b@out"), fixture.readable("a@master").files(), Optional.of("no"));
    assertThat(head("b@release")).isEqualTo(empty);
    fixture.put("a@master", "/2", "2");
    fixture.put("a@master", "/3", "3");
    Commit newest = fixture.head("b@out");
    Commit older = fixture.catalog().parent(newest).orElseThrow();
    fixture.finish(newest, fixture.readable("a@master").files(), Optional.empty());
    assertThat(head("b@release")).isEqualTo(newest.id());
    fixture.finish(older, fixture.readable("a@master").files(), Optional.empty());
    assertThat(head("b@release")).as("finished later, and shown to nobody").isEqualTo(newest.id());
  }

  @Test
  void aHeadThatMovesBackIsACommitLikeAnyOther() {
    CommitId old = fixture.put("a@master", "/1", "123");
    trigger("a@release", "a@master", commits(2));
    trigger("a@big", "a@master", any("", "1K", 0));
    CommitId second = fixture.put("a@master", "/2", "4");
    fixture.put("a@master", "/3", "5");
    assertThat(head("a@release")).isEqualTo(second);
    point("a@master", old);
    assertThat(head("a@release")).as("1 commit to the beginning").isEqualTo(second);
    CommitId aside = fixture.put("a@master", "/4", "6");
    assertThat(head("a@release")).as("2 commits to the beginning").isEqualTo(aside);
    assertThat(fixture.files("a@release")).isEqualTo(Map.of("/1", "123", "/4", "6"));
    assertThat(fixture.files("a@big")).isEmpty();
  }

  /** A user may commit to the branch as well; it goes on from what it shows then. */
  @Test
  void aTriggeredBranchMayBeMovedAndCommittedTo() {
    trigger("a@release", "a@master", any("", "5", 0));
    CommitId own = fixture.put("a@release", "/own", "1234");
    assertThat(fixture.head("a@release").branch()).isEqualTo(branch("a@release"));
    fixture.put("a@master", "/x", "12345678");
    assertThat(head("a@release")).as("4 bytes more than it has").isEqualTo(own);
    Commit open = fixture.start("a@release");
    CommitId fired = fixture.put("a@master", "/y", "1");
    assertThat(head("a@release")).isEqualTo(fired);
    fixture.finish(open);
    assertThat(head("a@release")).as("the branch has left that commit").isEqualTo(fired);
  }

  @Test
  void aTriggerThatIsSetAgainChangesNothingAndAnotherReplacesIt() {
    fixture.put("a@master", "/x", "1");
    trigger("a@release", "a@master", commits(2));
    long records = fixture.records();
    trigger("a@release", "a@master", commits(2));
    assertThat(fixture.records()).isEqualTo(records);
    trigger("a@release", "a@dev", commits(1));
    assertThat(fixture.catalog().triggered(branch("a@master"))).isEmpty();
    assertThat(fixture.catalog().triggered(branch("a@dev"))).containsExactly(branch("a@release"));
    CommitId dev = fixture.put("a@dev", "/y", "2");
    fixture.put("a@master", "/z", "3");
    assertThat(head("a@release")).isEqualTo(dev);
    fixture.change(tx -> TriggerChanges.remove(tx, branch("a@release")));
    fixture.put("a@dev", "/y", "4");
    assertThat(head("a@release")).isEqualTo(dev);
    assertThat(at("a@release").trigger()).isEmpty();
  }

  @Test
  void aCommitThatIsDeletedTakesTheTriggeredBranchBackToo() {
    CommitId first = fixture.put("a@master", "/1", "1");
    trigger("a@release", "a@master", commits(1));
    CommitId second = fixture.put("a@master", "/2", "2");
    assertThat(head("a@release")).isEqualTo(second);
    fixture.change(
        tx -> new CommitRemoval(tx).drop(List.of(tx.catalog().requireCommit(repo("a"), second))));
    assertThat(head("a@release")).isEqualTo(first);
    assertThat(head("a@master")).isEqualTo(first);
  }

  @Test
  void aCommitThatATriggeredBranchShowsIsNotSquashed() {
    trigger("a@release", "a@master", commits(2));
    fixture.put("a@master", "/1", "1");
    CommitId shown = fixture.put("a@master", "/2", "2");
    fixture.put("a@master", "/3", "3");
    fixture.refuses(
        ErrorCode.CONFLICT,
        "commit a@"
            + shown
            + " cannot be squashed: branch a@release shows it; point the branch elsewhere first",
        () ->
            fixture.change(
                tx ->
                    new CommitRemoval(tx)
                        .squash(List.of(tx.catalog().requireCommit(repo("a"), shown)))));
  }
}
