/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.repo;

import static io.tusk.repo.StoreFixture.branch;
import static io.tusk.repo.StoreFixture.repo;
import static org.assertj.core.api.Assertions.assertThat;

import io.tusk.cron.CronExpression;
import io.tusk.error.ErrorCode;
import io.tusk.name.BranchName;
import io.tusk.name.CommitId;
import io.tusk.objects.EveryStore;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Triggers that time fires: every full hour. */
@EveryStore
class TimedTriggersTest {
  static final Trigger.Conditions CONDITIONS =
      new Trigger.Conditions(
          Trigger.Match.ANY,
          Optional.empty(),
          Optional.empty(),
          1,
          Optional.of(new CronExpression("@hourly")));

  @RegisterExtension final StoreFixture fixture = new StoreFixture();

  @BeforeEach
  void setTrigger() {
    fixture.createRepos("a", "b");
    fixture.put("a@master", "/0", "0");
    trigger("a@release", "a@master", CONDITIONS);
  }

  private void trigger(String name, String source, Trigger.Conditions conditions) {
    fixture.change(tx -> TriggerChanges.set(tx, branch(name), branch(source), conditions));
  }

  private static Instant time(String hoursAndMinutes) {
    return Instant.parse("2031-01-01T" + hoursAndMinutes + ":00Z");
  }

  private CommitId putAt(String time, String path) {
    fixture.time.set(time(time));
    return fixture.put("a@master", path, path);
  }

  /** As an engine that looks at this time does. */
  private List<BranchName> fireAt(String time) {
    fixture.time.set(time(time));
    return fire(time(time));
  }

  private List<BranchName> fire(Instant now) {
    List<BranchName> due = TimedTriggers.due(fixture.catalog(), now);
    List<BranchName> moved =
        fixture.store.transact(TimedTriggers.OPERATION, tx -> TimedTriggers.fire(tx, due, now));
    assertThat(moved).isEqualTo(due);
    return moved;
  }

  private CommitId release() {
    return fixture.head("a@release").id();
  }

  @Test
  void noCommitMovesTheBranchWhateverTheOtherConditionsSay() {
    CommitId empty = release();
    CommitId first = putAt("00:10", "/1");
    assertThat(release()).isEqualTo(empty);
    assertThat(fireAt("00:59")).isEmpty();
    assertThat(release()).isEqualTo(empty);
    assertThat(fireAt("01:00")).containsExactly(branch("a@release"));
    assertThat(release()).isEqualTo(first);
  }

  @Test
  void theCommitIsTheOneThatWasThereWhenTheTimeCame() {
    CommitId early = putAt("00:10", "/1");
    putAt("01:01", "/2");
    CommitId late = putAt("01:02", "/3");
    assertThat(fireAt("01:30")).containsExactly(branch("a@release"));
    assertThat(release()).isEqualTo(early);
    assertThat(fireAt("01:59")).isEmpty();
    assertThat(fireAt("05:00")).containsExactly(branch("a@release"));
    assertThat(release()).isEqualTo(late);
  }

  @Test
  void timesThatPassWithoutANewCommitLeaveNoRecord() {
    putAt("00:10", "/1");
    fireAt("01:00");
    long records = fixture.records();
    assertThat(fireAt("02:00")).isEmpty();
    assertThat(fireAt("09:00")).isEmpty();
    assertThat(fixture.records()).isEqualTo(records);
    CommitId next = putAt("09:05", "/2");
    assertThat(fireAt("09:06")).as("the times before the commit").isEmpty();
    assertThat(fireAt("10:00")).containsExactly(branch("a@release"));
    assertThat(release()).isEqualTo(next);
  }

  @Test
  void timesBeforeTheFirstNewCommitAreNotLookedAtAgain() {
    putAt("00:10", "/1");
    fireAt("01:00");
    putAt("05:05", "/2");
    assertThat(since()).isEqualTo(time("05:05"));
    CommitId early = putAt("05:10", "/3");
    assertThat(since()).isEqualTo(time("05:05"));
    assertThat(fireAt("05:30")).isEmpty();
    putAt("06:10", "/4");
    assertThat(fireAt("06:30")).containsExactly(branch("a@release"));
    assertThat(release()).isEqualTo(early);
    assertThat(since()).isEqualTo(time("06:30"));
  }

  private Instant since() {
    Branch branch = fixture.catalog().requireBranch(branch("a@release"));
    return branch.trigger().orElseThrow().since();
  }

  @Test
  void whatIsThereWhenTheTriggerIsSetAwaitsTheNextTime() {
    putAt("00:10", "/1");
    fixture.time.set(time("03:30"));
    trigger("a@later", "a@master", CONDITIONS);
    CommitId empty = fixture.head("a@later").id();
    fireAt("03:31");
    assertThat(fixture.head("a@later").id()).isEqualTo(empty);
    assertThat(fireAt("04:00")).containsExactly(branch("a@later"));
  }

  @Test
  void aHeadThatAUserMovesStaysUntilTheNextTime() {
    CommitId first = putAt("00:10", "/1");
    CommitId second = putAt("00:20", "/2");
    fireAt("01:00");
    assertThat(release()).isEqualTo(second);
    fixture.time.set(time("01:30"));
    Commit old = fixture.catalog().requireCommit(repo("a"), first);
    fixture.change(tx -> BranchChanges.point(tx, branch("a@release"), old));
    assertThat(fireAt("01:40")).isEmpty();
    assertThat(fireAt("02:00")).containsExactly(branch("a@release"));
    assertThat(release()).isEqualTo(second);
    fixture.time.set(time("02:30"));
    fixture.change(tx -> BranchChanges.point(tx, branch("a@master"), old));
    assertThat(fireAt("02:40")).as("its source moved back since the last time").isEmpty();
    assertThat(fireAt("03:00")).containsExactly(branch("a@release"));
    assertThat(release()).isEqualTo(first);
  }

  @Test
  void whatItTriggersAndWhatFollowsMoveInTheSameTransaction() {
    trigger("a@tested", "a@release", TriggersTest.commits(1));
    fixture.follow("b@out", "a@tested");
    CommitId commit = putAt("00:10", "/1");
    long records = fixture.records();
    assertThat(fireAt("01:00")).containsExactly(branch("a@release"));
    assertThat(fixture.records()).isEqualTo(records + 1);
    assertThat(fixture.head("a@tested").id()).isEqualTo(commit);
    assertThat(fixture.head("b@out").provenance())
        .containsExactly(new Commit.Upstream(branch("a@tested"), commit));
    assertThat(fixture.head("b@out").isOpen()).isTrue();
  }

  @Test
  void oneTimedTriggerAwaitsItsOwnTimeBehindAnother() {
    trigger("a@monthly", "a@release", cron("@monthly"));
    CommitId first = putAt("00:10", "/1");
    assertThat(fireAt("01:00")).containsExactly(branch("a@release"));
    assertThat(fixture.files("a@monthly")).isEmpty();
    fixture.time.set(Instant.parse("2031-02-01T00:00:00Z"));
    assertThat(fire(fixture.time.instant())).containsExactly(branch("a@monthly"));
    assertThat(fixture.head("a@monthly").id()).isEqualTo(first);
  }

  @Test
  void whatHasMovedOrGoneSinceItWasDueStays() {
    putAt("00:10", "/1");
    List<BranchName> due = TimedTriggers.due(fixture.catalog(), time("01:00"));
    assertThat(due).containsExactly(branch("a@release"));
    fireAt("01:00");
    long records = fixture.records();
    List<BranchName> again = fixture.transact(tx -> TimedTriggers.fire(tx, due, time("01:00")));
    assertThat(again).isEmpty();
    assertThat(fixture.records()).isEqualTo(records);
    fixture.change(tx -> BranchChanges.deleteForced(tx, branch("a@release")));
    List<BranchName> gone = fixture.transact(tx -> TimedTriggers.fire(tx, due, time("01:00")));
    assertThat(gone).isEmpty();
  }

  @Test
  void whatTimeHasDoneIsNotTakenBack() {
    putAt("00:10", "/1");
    fireAt("01:00");
    Undo undo = new Undo(fixture.store, List.of(new RepoUndoRule(fixture.store)));
    long number = fixture.records();
    fixture.refuses(
        ErrorCode.CONFLICT,
        "operation "
            + number
            + " (fire triggers) cannot be undone: it was done because it was time, not by a user",
        () -> undo.undo(number));
    assertThat(undo.newest().orElseThrow().number()).isEqualTo(number - 1);
  }

  @Test
  void theNextTimeIsTheFirstOfAll() {
    assertThat(TimedTriggers.next(fixture.catalog(), time("00:10"))).hasValue(time("01:00"));
    trigger("a@often", "a@master", cron("*/20 * * * *"));
    trigger("a@never", "a@master", cron("@never"));
    assertThat(TimedTriggers.next(fixture.catalog(), time("00:10"))).hasValue(time("00:20"));
    fixture.change(tx -> TriggerChanges.remove(tx, branch("a@often")));
    fixture.change(tx -> TriggerChanges.remove(tx, branch("a@release")));
    assertThat(TimedTriggers.next(fixture.catalog(), time("00:10"))).isEmpty();
  }

  /** An interval is counted from the first commit that waits, not from every one. */
  @Test
  void anIntervalMovesTheBranchToWhatIsThereAtItsEnd() {
    trigger("a@release", "a@master", cron("@every 1h"));
    putAt("00:30", "/1");
    CommitId early = putAt("00:45", "/2");
    assertThat(fireAt("01:00")).containsExactly(branch("a@release"));
    assertThat(release()).isEqualTo(early);
    putAt("01:20", "/3");
    CommitId late = putAt("01:40", "/4");
    assertThat(TimedTriggers.next(fixture.catalog(), time("01:50"))).hasValue(time("02:20"));
    assertThat(fireAt("02:19")).isEmpty();
    putAt("02:20", "/5");
    assertThat(fireAt("02:21")).containsExactly(branch("a@release"));
    assertThat(release()).isEqualTo(late);
  }

  private static Trigger.Conditions cron(String text) {
    return new Trigger.Conditions(
        Trigger.Match.ANY,
        Optional.empty(),
        Optional.empty(),
        0,
        Optional.of(new CronExpression(text)));
  }
}
