/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class ExecutorWatchTest {
  private boolean executors = true;
  private long seconds;
  private int losses;
  private final ExecutorWatch watch =
      new ExecutorWatch(
          Duration.ofSeconds(60),
          () -> executors,
          () -> TimeUnit.SECONDS.toNanos(seconds),
          () -> losses++);

  private void lookAt(long second) {
    seconds = second;
    watch.look();
  }

  private void assertLosses(int count) {
    assertThat(losses).isEqualTo(count);
    assertThat(watch.isLost()).isEqualTo(count > 0);
  }

  @Test
  void aJobWithoutExecutorsIsEndedOnceTheTimeIsOver() {
    lookAt(0);
    executors = false;
    lookAt(100);
    lookAt(159);
    assertLosses(0);
    lookAt(160);
    assertLosses(1);
    lookAt(300);
    assertLosses(1);
  }

  @Test
  void anExecutorThatComesGivesTheWholeTimeAgain() {
    executors = false;
    lookAt(0);
    executors = true;
    lookAt(59);
    executors = false;
    lookAt(60);
    lookAt(119);
    assertLosses(0);
    lookAt(120);
    assertLosses(1);
  }
}
