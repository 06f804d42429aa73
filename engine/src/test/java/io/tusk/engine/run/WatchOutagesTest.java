/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tusk.error.ErrorCode;
import io.tusk.error.TuskException;
import io.tusk.objects.EveryStore;
import io.tusk.pipeline.Job;
import io.tusk.pipeline.JobState;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Watchers whose store goes away, and how they end. */
@Timeout(value = 300, unit = TimeUnit.SECONDS)
@EveryStore
final class WatchOutagesTest {
  private final WatchFixture f = new WatchFixture();

  @AfterEach
  void close() {
    f.close();
  }

  private List<JobState> states() {
    return f.jobs("p").stream().map(Job::state).toList();
  }

  private void awayUntil(String from, String until, Runnable away) {
    f.at(from, away);
    f.at(until, () -> f.objects.lists = null);
  }

  @Test
  void aStoreThatIsAwayIsWaitedFor() throws Exception {
    f.createPipeline("p", "@hourly");
    awayUntil(
        "2031-01-01T00:30:00Z",
        "2031-01-01T02:30:00Z",
        () ->
            f.objects.lists =
                prefix -> {
                  throw new TuskException(ErrorCode.STORAGE, "the bucket does not answer");
                });
    f.watchUntil("2031-01-01T02:35:00Z");
    assertThat(f.said)
        .containsExactly(
            "the store is away: the bucket does not answer",
            "pipeline p: ticked for 2031-01-01T01:00:00Z",
            "pipeline p: ticked for 2031-01-01T02:00:00Z",
            "the store answers again");
    assertThat(f.engine.contents("p@master")).hasSize(2);
    assertThat(f.commits("p_tick").get(1).started())
        .isBefore(Instant.parse("2031-01-01T02:31:05Z"));
  }

  @Test
  void soIsADirectoryThatIsNotMounted() throws Exception {
    f.createPipeline("p", "@hourly");
    awayUntil(
        "2031-01-01T00:30:00Z",
        "2031-01-01T00:40:00Z",
        () -> f.objects.lists = prefix -> List.of());
    f.watchUntil("2031-01-01T01:00:30Z");
    assertThat(f.said.get(0)).startsWith("the store is away: store ").endsWith(" has vanished");
    assertThat(f.said.subList(1, 3))
        .containsExactly("the store answers again", "pipeline p: ticked for 2031-01-01T01:00:00Z");
  }

  @Test
  void damageEndsIt() throws Exception {
    f.createPipeline("p", "@hourly");
    f.at("2031-01-01T00:30:00Z", () -> f.objects.lists = prefix -> List.of("log/foreign"));
    assertThatThrownBy(() -> f.watch(InProcessRunner.create()))
        .isInstanceOfSatisfying(
            TuskException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CORRUPT))
        .hasMessageContaining("holds log/foreign, which no store has");
    f.objects.lists = null;
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
  void soIsOneThatVanishesInTheMidstOfATickOrItsJob(int listings) throws Exception {
    f.createPipeline("p", "@hourly");
    Instant due = Instant.parse("2031-01-01T01:00:00Z");
    AtomicInteger left = new AtomicInteger(listings);
    awayUntil(
        "2031-01-01T00:59:59.900Z",
        "2031-01-01T01:10:00Z",
        () ->
            f.objects.lists =
                prefix ->
                    f.instant().isBefore(due) || left.getAndDecrement() > 0
                        ? f.objects.present(prefix)
                        : List.of());
    f.watchUntil("2031-01-01T01:12:00Z");
    assertThat(f.engine.contents("p@master")).containsOnlyKeys("/2031-01-01T01:00:00Z");
    assertThat(states()).containsExactly(JobState.SUCCESS, JobState.SUCCESS);
    assertThat(f.said).contains("the store answers again");
  }

  /** A runner whose job tells that it has begun, and whose jobs end as is given here. */
  private Runner running(Runnable begun, Runnable end) {
    return (LocalRunner)
        (graph, work) -> {
          begun.run();
          f.stop();
          end.run();
          return Runner.Ran.TO_ITS_END;
        };
  }

  private static void awaitInterrupt() {
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void whoIsStoppedWhileTheStoreIsAwayLeavesItsJobs() throws Exception {
    f.createPipeline("p", "@hourly");
    Runnable away =
        () ->
            f.objects.lists =
                prefix -> {
                  throw new TuskException(ErrorCode.STORAGE, "the bucket does not answer");
                };
    assertThatThrownBy(() -> f.watch(running(away, WatchOutagesTest::awaitInterrupt)))
        .isInstanceOfSatisfying(
            TuskException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INTERRUPTED))
        .hasMessage(
            "the run was interrupted while the store is away: the bucket does not answer; jobs that"
                + " could not be killed go on with the next 'tusk run'");
    f.objects.lists = null;
    assertThat(states()).containsExactly(JobState.RUNNING, JobState.SUCCESS);
    f.engine.run("none");
    assertThat(states()).containsExactly(JobState.SUCCESS, JobState.SUCCESS);
  }

  @Test
  void whoIsStoppedKillsItsJobs() throws Exception {
    f.createPipeline("p", "@hourly");
    Runnable untilKilled =
        () -> {
          while (!states().get(0).isTerminal()) {
            Thread.onSpinWait();
          }
        };
    assertThatThrownBy(() -> f.watch(running(() -> {}, untilKilled)))
        .isInstanceOfSatisfying(
            TuskException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INTERRUPTED))
        .hasMessage(
            "the run was interrupted; 1 job was killed; results of finished datums are kept, and"
                + " 'tusk rerun pipeline' goes on from them");
    assertThat(states()).containsExactly(JobState.KILLED, JobState.SUCCESS);
  }
}
