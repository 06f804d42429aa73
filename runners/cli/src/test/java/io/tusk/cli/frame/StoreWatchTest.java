/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli.frame;

import static io.tusk.error.Failures.assertFails;
import static org.assertj.core.api.Assertions.assertThat;

import io.tusk.error.ErrorCode;
import io.tusk.host.Host;
import io.tusk.log.Operation;
import io.tusk.name.ProjectName;
import io.tusk.name.RepoName;
import io.tusk.objects.CountingObjectStore;
import io.tusk.objects.MemoryObjectStore;
import io.tusk.objects.ObjectStoreCounts;
import io.tusk.repo.RepoChanges;
import io.tusk.repo.Snapshot;
import io.tusk.repo.TuskStore;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What others do to the store, they do in the pauses; when nothing is left, it is interrupted. */
final class StoreWatchTest {
  private static final Operation TEST = new Operation("test", "");

  private final MemoryObjectStore memory = new MemoryObjectStore();
  private final CountingObjectStore objects = new CountingObjectStore(memory);
  private final Deque<Runnable> meanwhile = new ArrayDeque<>();
  private final List<Duration> pauses = new ArrayList<>();
  private final TuskStore store =
      TuskStore.create(
          objects,
          new Host(
              Clock.systemUTC(),
              new Random(7),
              duration -> {
                pauses.add(duration);
                if (meanwhile.isEmpty()) {
                  throw new InterruptedException();
                }
                meanwhile.remove().run();
              }));
  private final TuskStore others = TuskStore.open(memory, Host.system());
  private int made;

  @AfterEach
  void clearTheInterrupt() {
    Thread.interrupted();
  }

  private void change() {
    String name = "repo" + made++;
    others.transact(
        TEST,
        tx -> {
          RepoChanges.create(tx, new RepoName(ProjectName.DEFAULT, name), "");
          return true;
        });
  }

  private void nothing(int times) {
    for (int i = 0; i < times; i++) {
      meanwhile.add(() -> {});
    }
  }

  private StoreWatch watch() {
    return new StoreWatch(store, store.snapshot());
  }

  @Test
  void whatCameBeforeItIsAskedIsThereAtOnce() {
    StoreWatch watch = watch();
    change();
    change();
    Snapshot seen = watch.next();
    assertThat(seen.record().number()).isEqualTo(2);
    assertThat(pauses).isEmpty();
  }

  @Test
  void eachStateIsGivenOnce() {
    StoreWatch watch = watch();
    nothing(2);
    meanwhile.add(this::change);
    nothing(1);
    meanwhile.add(
        () -> {
          change();
          change();
        });
    assertThat(watch.next().record().number()).isEqualTo(1);
    assertThat(pauses).hasSize(3);
    assertThat(watch.next().record().number()).isEqualTo(3);
    assertThat(pauses).hasSize(5);
    assertFails(ErrorCode.INTERRUPTED, "interrupted", watch::next);
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void itAsksEverLessOftenAndEachQuestionIsOneRead() {
    StoreWatch watch = watch();
    nothing(28);
    meanwhile.add(this::change);
    ObjectStoreCounts before = objects.counts();
    watch.next();
    ObjectStoreCounts cost = objects.counts().minus(before);
    assertThat(pauses)
        .hasSize(29)
        .allMatch(pause -> pause.compareTo(Duration.ofMillis(2_001)) <= 0);
    for (int i = 0; i < 6; i++) {
      assertThat(pauses.get(i))
          .as("pause %d", i)
          .isLessThanOrEqualTo(Duration.ofMillis(1 + (50 << i)));
    }
    Duration late = pauses.subList(9, 29).stream().reduce(Duration.ZERO, Duration::plus);
    assertThat(late).isBetween(Duration.ofSeconds(10), Duration.ofSeconds(30));
    assertThat(cost.lists()).as("only to find the newest in the end").isLessThanOrEqualTo(2);
    assertThat(cost.reads()).isBetween(29L, 34L);
  }

  /** Of a log that was collected, the next record is gone though there are newer ones. */
  @Test
  void itIsNotFooledByARecordThatIsCollected() {
    StoreWatch watch = watch();
    nothing(3);
    meanwhile.add(
        () -> {
          change();
          change();
          memory.list("log/", "", 10).stream()
              .filter(key -> key.endsWith("/998"))
              .toList()
              .forEach(memory::delete);
        });
    nothing(100);
    assertThat(watch.next().record().number()).isEqualTo(2);
    assertThat(pauses).hasSizeBetween(29, 31);
  }
}
