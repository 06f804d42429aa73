/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.flink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tusk.error.ErrorCode;
import io.tusk.error.TuskException;
import io.tusk.host.Host;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;

final class SlotsTest {
  private final Deque<JobManager.Overview> answers = new ArrayDeque<>();
  private final List<Duration> pauses = new ArrayList<>();
  private Host.Sleeper sleeper = pauses::add;
  private final Slots slots =
      new Slots(
          "flink:8081",
          () -> answers.size() > 1 ? answers.poll() : answers.peek(),
          pause -> sleeper.sleep(pause));

  private void cluster(int total, int free) {
    answers.add(new JobManager.Overview("1.19.3", total == 0 ? 0 : 1, total, free));
  }

  @Test
  void takesWhatIsFreeUpToWhatIsOfUse() {
    cluster(8, 5);
    assertThat(slots.take(3)).isEqualTo(3);
    slots.release(3);
    assertThat(slots.take(8)).isEqualTo(5);
  }

  @Test
  void whatWasGivenIsNotGivenAgainThoughItDoesNotShowYet() {
    cluster(4, 4);
    assertThat(slots.take(3)).isEqualTo(3);
    assertThat(slots.take(3)).isEqualTo(1);
    slots.release(3);
    assertThat(slots.take(4)).isEqualTo(3);
  }

  @Test
  void waitsWhileOthersUseAll() {
    cluster(2, 0);
    cluster(2, 0);
    cluster(2, 1);
    assertThat(slots.take(2)).isEqualTo(1);
    assertThat(pauses).containsExactly(Duration.ofSeconds(1), Duration.ofSeconds(1));
  }

  @Test
  void waitingEndsWithTheThread() {
    cluster(2, 0);
    sleeper =
        pause -> {
          throw new InterruptedException();
        };
    assertThatThrownBy(() -> slots.take(1))
        .isInstanceOf(TuskException.class)
        .hasMessage("waiting for a slot of flink:8081 was ended")
        .extracting("code")
        .isEqualTo(ErrorCode.INTERRUPTED);
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void doesNotWaitForAClusterThatHasLostItsWorkers() {
    cluster(0, 0);
    assertThatThrownBy(() -> slots.take(1))
        .isInstanceOf(TuskException.class)
        .hasMessage(
            "the Flink cluster at flink:8081 has no slots: no task manager is connected; start one"
                + " with bin/taskmanager.sh start, or, where they are started on demand, say with"
                + " --parallelism=N how many slots to ask for")
        .extracting("code")
        .isEqualTo(ErrorCode.HOST);
  }

  @Test
  void aJobThatWaitsInTheClusterWantsWhatIsFreeOrElseAll() {
    cluster(4, 1);
    assertThat(slots.wanted(8)).isEqualTo(1);
    answers.clear();
    cluster(4, 0);
    assertThat(slots.wanted(8)).isEqualTo(4);
    assertThat(slots.wanted(3)).isEqualTo(3);
  }
}
