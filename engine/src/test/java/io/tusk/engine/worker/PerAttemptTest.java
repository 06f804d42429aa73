/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

final class PerAttemptTest {
  private static final LaneConfig FIRST = config(1);
  private static final LaneConfig SECOND = config(2);

  private final List<String> closed = new ArrayList<>();
  private final PerAttempt<String> shared =
      new PerAttempt<>((config, value) -> closed.add(value + " of " + config.attempt()));

  private static LaneConfig config(long attempt) {
    return new LaneConfig("/store", "id", "default", "p", "a".repeat(32), attempt, 2, "none", "");
  }

  @Test
  void itIsMadeOnceAndClosedAfterTheLast() {
    PerAttempt<String>.Lease one = shared.open(FIRST, () -> "made");
    PerAttempt<String>.Lease other =
        shared.open(
            FIRST,
            () -> {
              throw new AssertionError("made twice");
            });
    assertThat(other.value()).isEqualTo("made");
    one.close();
    assertThat(closed).isEmpty();
    assertThat(shared.all(config -> true)).containsExactly("made");
    other.close();
    assertThat(closed).containsExactly("made of 1");
    assertThat(shared.all(config -> true)).isEmpty();

    try (PerAttempt<String>.Lease again = shared.open(FIRST, () -> "made anew")) {
      assertThat(again.value()).isEqualTo("made anew");
    }
    assertThat(closed).containsExactly("made of 1", "made anew of 1");
  }

  @Test
  void attemptsShareNothing() {
    try (PerAttempt<String>.Lease one = shared.open(FIRST, () -> "one");
        PerAttempt<String>.Lease other = shared.open(SECOND, () -> "other")) {
      assertThat(List.of(one.value(), other.value())).containsExactly("one", "other");
      assertThat(shared.all(SECOND::equals)).containsExactly("other");
    }
    assertThat(closed).containsExactly("other of 2", "one of 1");
  }

  @Test
  void whatCannotBeMadeIsNotOpen() {
    assertThatThrownBy(
            () ->
                shared.open(
                    FIRST,
                    () -> {
                      throw new IllegalStateException("no room");
                    }))
        .hasMessage("no room");
    assertThat(shared.all(config -> true)).isEmpty();
    shared.open(FIRST, () -> "made").close();
    assertThat(closed).containsExactly("made of 1");
  }

  @Test
  void onlyItsOwnStepsWaitUntilItIsMade() throws Exception {
    ExecutorService threads = Executors.newCachedThreadPool();
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    try (PerAttempt<String>.Lease other = shared.open(SECOND, () -> "other")) {
      Future<String> first = threads.submit(() -> openAndClose(begun, goOn));
      begun.await();
      Future<String> second = threads.submit(() -> openAndClose(begun, goOn));
      assertThat(shared.all(config -> true)).containsExactly("other");
      shared.open(config(3), () -> "third").close();
      assertThat(other.value()).isEqualTo("other");
      goOn.countDown();
      assertThatThrownBy(first::get).hasRootCauseMessage("no answer");
      assertThat(second.get()).isEqualTo("made");
    } finally {
      threads.shutdownNow();
    }
    assertThat(closed).containsExactly("third of 3", "made of 1", "other of 2");
    assertThat(shared.all(config -> true)).isEmpty();
  }

  private String openAndClose(CountDownLatch begun, CountDownLatch goOn) {
    boolean isFirst = begun.getCount() > 0;
    try (PerAttempt<String>.Lease lease =
        shared.open(
            FIRST,
            () -> {
              begun.countDown();
              awaitUninterrupted(goOn);
              if (isFirst) {
                throw new IllegalStateException("no answer");
              }
              return "made";
            })) {
      return lease.value();
    }
  }

  private static void awaitUninterrupted(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
