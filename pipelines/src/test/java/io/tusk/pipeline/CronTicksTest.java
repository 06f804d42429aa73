/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.pipeline;

import static io.tusk.error.Failures.assertFails;
import static io.tusk.pipeline.CronFixture.P;
import static io.tusk.pipeline.CronFixture.master;
import static io.tusk.pipeline.CronFixture.repo;
import static io.tusk.pipeline.CronFixture.spec;
import static org.assertj.core.api.Assertions.assertThat;

import io.tusk.error.ErrorCode;
import io.tusk.name.CommitId;
import io.tusk.name.PipelineName;
import io.tusk.name.ProjectName;
import io.tusk.repo.Commit;
import io.tusk.repo.CommitChanges;
import io.tusk.repo.RepoChanges;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What is due, and what becomes of it. */
final class CronTicksTest {
  @RegisterExtension final CronFixture f = new CronFixture();

  @Test
  void everyMissedTickIsACommitOfItsOwn() {
    f.create(spec("p", "'name':'tick','spec':'@daily'"));
    assertThat(f.tick()).isEmpty();
    assertThat(f.next()).contains(Instant.parse("2031-01-02T00:00:00Z"));
    f.setClock("2031-01-03T23:59:59Z");
    assertThat(f.tick()).containsExactly("2031-01-02T00:00:00Z", "2031-01-03T00:00:00Z");
    assertThat(f.tick()).isEmpty();
    assertThat(f.next()).contains(Instant.parse("2031-01-04T00:00:00Z"));
    assertThat(f.commits("p_tick"))
        .containsExactly(
            List.of(),
            List.of("/2031-01-02T00:00:00Z 0"),
            List.of("/2031-01-02T00:00:00Z 0", "/2031-01-03T00:00:00Z 0"));
    assertThat(f.jobs("p")).isEqualTo(3);
  }

  @Test
  void withOverwriteOnlyTheNewestTickIsThere() {
    f.create(spec("p", "'name':'tick','spec':'TZ=Asia/Tokyo @daily','overwrite':true"));
    f.setClock("2031-01-03T00:00:00Z");
    f.tick();
    assertThat(f.commits("p_tick"))
        .containsExactly(
            List.of(), List.of("/2031-01-01T15:00:00Z 0"), List.of("/2031-01-02T15:00:00Z 0"));
  }

  @Test
  void ticksCountFromTheStart() {
    f.create(spec("p", "'name':'tick','spec':'@monthly','start':'2030-10-01T00:00:00Z'"));
    assertThat(f.tick())
        .as("the start itself is none")
        .containsExactly("2030-11-01T00:00:00Z", "2030-12-01T00:00:00Z", "2031-01-01T00:00:00Z");
    f.create(spec("q", "'name':'tick','spec':'@daily','start':'2031-02-01T12:00:00Z'"));
    f.setClock("2031-01-31T00:00:00Z");
    assertThat(f.tick()).isEmpty();
    f.setClock("2031-02-02T00:00:00Z");
    assertThat(f.tick()).containsExactly("2031-02-01T00:00:00Z", "2031-02-02T00:00:00Z");
  }

  @Test
  void intervalsCountFromTheLastTick() {
    f.create(spec("p", "'name':'tick','spec':'@every 90m'"));
    f.setClock("2031-01-01T03:10:00Z");
    assertThat(f.tick()).containsExactly("2031-01-01T01:30:00Z", "2031-01-01T03:00:00Z");
    assertThat(f.next()).contains(Instant.parse("2031-01-01T04:30:00Z"));
  }

  @Test
  void neverIsNever() {
    f.create(spec("p", "'name':'tick','spec':'@never'"));
    f.setClock("2039-01-01T00:00:00Z");
    assertThat(f.next()).isEmpty();
    assertThat(f.tick()).isEmpty();
  }

  @Test
  void stoppedPipelinesDoNotTickAndMakeUpForItLater() {
    f.create(spec("p", "'name':'tick','spec':'@daily'"));
    f.change("stop", tx -> PipelineChanges.stop(tx, P));
    f.setClock("2031-01-03T12:00:00Z");
    assertThat(f.agenda()).isEmpty();
    f.change("start", tx -> PipelineChanges.start(tx, P));
    assertThat(f.tick()).containsExactly("2031-01-02T00:00:00Z", "2031-01-03T00:00:00Z");
  }

  @Test
  void anotherScheduleBeginsWithItsVersion() {
    f.create(spec("p", "'name':'tick','spec':'@monthly'"));
    f.setClock("2031-02-10T12:00:00Z");
    f.tick();
    f.update(spec("p", "'name':'tick','spec':'@daily'"));
    assertThat(f.tick()).isEmpty();
    assertThat(f.next()).contains(Instant.parse("2031-02-11T00:00:00Z"));
    f.setClock("2031-02-12T12:00:00Z");
    f.update(spec("p", "'name':'tick','spec':'@daily','overwrite':true"));
    assertThat(f.tick())
        .as("the same schedule")
        .containsExactly("2031-02-11T00:00:00Z", "2031-02-12T00:00:00Z");
    f.update(spec("p", "'name':'tick','spec':'@daily','start':'2031-02-01T00:00:00Z'"));
    assertThat(f.tick()).as("never before the last tick").isEmpty();
  }

  @Test
  void allInputsThatAreDueAtOneTimeMakeOneJob() {
    f.create(
        "{\"pipeline\":{\"name\":\"p\"},\"transform\":{\"cmd\":[\"sh\"]},\"input\":{\"cross\":["
            + "{\"cron\":{\"name\":\"a\",\"spec\":\"0 */12 * * *\"}},"
            + "{\"cron\":{\"name\":\"b\",\"spec\":\"@daily\"}}]}}");
    f.setClock("2031-01-02T13:00:00Z");
    assertThat(f.tick())
        .containsExactly("2031-01-01T12:00:00Z", "2031-01-02T00:00:00Z", "2031-01-02T12:00:00Z");
    assertThat(f.commits("p_a")).hasSize(4);
    assertThat(f.commits("p_b")).hasSize(2);
    assertThat(f.jobs("p")).isEqualTo(4);
    f.tickNow(P);
    assertThat(f.jobs("p")).isEqualTo(5);
    assertThat(f.commits("p_b").get(2))
        .containsExactly("/2031-01-02T00:00:00Z 0", "/2031-01-02T13:00:00Z 0");
  }

  @Test
  void ofALongBacklogTheNewestAreMade() {
    f.create(spec("p", "'name':'tick','spec':'@every 1s'"));
    f.setClock("2032-01-01T00:00:00Z");
    List<CronAgenda.Entry> entries = f.agenda();
    assertThat(entries).hasSize(1);
    assertThat(entries.get(0).warnings())
        .containsExactly(
            "pipeline p has missed more than 1,000 ticks of its cron input tick; those before"
                + " 2031-12-31T23:43:21Z are left out");
    List<CronAgenda.Tick> ticks = entries.get(0).ticks();
    assertThat(ticks).hasSize(CronAgenda.MOST);
    assertThat(ticks.get(999).time()).isEqualTo(Instant.parse("2032-01-01T00:00:00Z"));
    assertThat(f.tick(ticks.get(0))).isTrue();
    assertThat(f.agenda().get(0).warnings()).isEmpty();
    assertThat(f.agenda().get(0).ticks()).hasSize(999);
  }

  @Test
  void noTickIsMadeTwice() throws Exception {
    f.create(spec("p", "'name':'tick','spec':'@hourly'"));
    f.setClock("2031-01-01T08:30:00Z");
    List<CronAgenda.Tick> ticks = f.agenda().get(0).ticks();
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      Callable<Integer> all =
          () -> {
            int made = 0;
            for (CronAgenda.Tick tick : ticks) {
              made += f.tick(tick) ? 1 : 0;
            }
            return made;
          };
      int made = 0;
      for (Future<Integer> each : threads.invokeAll(List.of(all, all, all, all))) {
        made += each.get();
      }
      assertThat(made).isEqualTo(8);
    } finally {
      threads.shutdownNow();
    }
    assertThat(f.commits("p_tick")).hasSize(9);
    assertThat(f.jobs("p")).isEqualTo(9);
  }

  @Test
  void whatWasFoundOfAnotherStateIsNotMade() {
    f.create(spec("p", "'name':'tick','spec':'@daily'"));
    f.setClock("2031-01-03T00:00:00Z");
    CronAgenda.Tick tick = f.agenda().get(0).ticks().get(0);
    long number = f.store.snapshot().record().number();
    assertThat(f.tick(f.agenda().get(0).ticks().get(1))).as("not its turn").isFalse();
    assertThat(f.store.snapshot().record().number()).isEqualTo(number);
    f.change("stop", tx -> PipelineChanges.stop(tx, P));
    assertThat(f.tick(tick)).as("stopped").isFalse();
    f.change("start", tx -> PipelineChanges.start(tx, P));
    f.update(spec("p", "'name':'tick','spec':'@daily'"));
    assertThat(f.tick(tick)).as("another version").isFalse();
    f.change("delete", tx -> PipelineRemoval.delete(tx, P));
    assertThat(f.tick(tick)).as("deleted").isFalse();
  }

  @Test
  void anOpenCommitOfAUserStandsInTheWay() {
    f.create(spec("p", "'name':'tick','spec':'@daily'"));
    List<CommitId> open = new ArrayList<>();
    f.change("start commit", tx -> open.add(CommitChanges.start(tx, master("p_tick"), "").id()));
    f.setClock("2031-01-02T00:00:00Z");
    assertFails(
        ErrorCode.CONFLICT,
        "branch p_tick@master has the open commit "
            + open.get(open.size() - 1)
            + "; 'tusk finish commit p_tick@master' finishes it",
        f::tick);
    f.change(
        "finish commit",
        tx -> {
          Commit commit = tx.catalog().requireCommit(repo("p_tick"), open.get(open.size() - 1));
          CommitChanges.finish(tx, commit, commit.files(), Optional.empty(), Optional.empty());
        });
    assertThat(f.tick()).containsExactly("2031-01-02T00:00:00Z");
  }

  @Test
  void aUserTicksAtAnyTime() {
    f.create(spec("p", "'name':'tick','spec':'@daily'"));
    f.setClock("2031-01-02T10:00:00.700Z");
    Instant first = f.tickNow(P);
    Instant second = f.tickNow(P);
    assertThat(first).isEqualTo(Instant.parse("2031-01-02T10:00:00Z"));
    assertThat(second)
        .as("in the same second")
        .isEqualTo(Instant.parse("2031-01-02T10:00:00.701Z"));
    assertThat(f.tick()).as("what was due before it").containsExactly("2031-01-02T00:00:00Z");
    assertThat(f.commits("p_tick").get(3))
        .containsExactlyInAnyOrder(
            "/2031-01-02T00:00:00Z 0", "/" + first + " 0", "/" + second + " 0");
    assertThat(f.jobs("p")).isEqualTo(4);
  }

  @Test
  void everyTickOfAUserHasANameOfItsOwn() {
    f.create(spec("p", "'name':'tick','spec':'@never','overwrite':true"));
    f.setClock("2031-01-02T10:00:00.700Z");
    List<Instant> times = List.of(f.tickNow(P), f.tickNow(P), f.tickNow(P), f.tickNow(P));
    assertThat(times)
        .as("a datum that has run would not run again")
        .containsExactly(
            Instant.parse("2031-01-02T10:00:00Z"),
            Instant.parse("2031-01-02T10:00:00.701Z"),
            Instant.parse("2031-01-02T10:00:00.702Z"),
            Instant.parse("2031-01-02T10:00:00.703Z"));
    f.setClock("2031-01-02T10:00:01Z");
    assertThat(f.tickNow(P)).isEqualTo(Instant.parse("2031-01-02T10:00:01Z"));
  }

  @Test
  void aPipelineThatIsMadeAnewHasItsOwnSchedule() {
    f.create(spec("p", "'name':'tick','spec':'@daily'"));
    f.setClock("2031-01-02T00:00:00Z");
    CronAgenda.Tick old = f.agenda().get(0).ticks().get(0);
    f.change("delete", tx -> PipelineRemoval.delete(tx, P));
    f.create(spec("p", "'name':'tick','spec':'@every 1h','overwrite':true"));
    assertThat(f.tick(old)).as("a tick of the one before it").isFalse();
    f.setClock("2031-01-02T02:30:00Z");
    assertThat(f.tick()).containsExactly("2031-01-02T01:00:00Z", "2031-01-02T02:00:00Z");
    assertThat(f.commits("p_tick"))
        .containsExactly(
            List.of(), List.of("/2031-01-02T01:00:00Z 0"), List.of("/2031-01-02T02:00:00Z 0"));
  }

  @Test
  void aUserTicksWhatCanTick() {
    f.change("create repo", tx -> RepoChanges.create(tx, repo("in"), ""));
    f.create(
        "{\"pipeline\":{\"name\":\"plain\"},\"transform\":{\"cmd\":[\"sh\"]},"
            + "\"input\":{\"pfs\":{\"repo\":\"in\",\"glob\":\"/*\"}}}");
    assertFails(
        ErrorCode.INVALID,
        "pipeline plain has no cron input, so nothing of it ticks; 'tusk inspect pipeline plain'"
            + " shows what it reads",
        () -> f.tickNow(new PipelineName(ProjectName.DEFAULT, "plain")));
    assertFails(
        ErrorCode.NOT_FOUND,
        "pipeline p does not exist; 'tusk list pipeline' shows those that do",
        () -> f.tickNow(P));
    f.create(spec("p", "'name':'tick','spec':'@never'"));
    f.change("stop", tx -> PipelineChanges.stop(tx, P));
    assertFails(
        ErrorCode.CONFLICT,
        "pipeline p is stopped and does not tick; 'tusk start pipeline p' starts it",
        () -> f.tickNow(P));
  }
}
