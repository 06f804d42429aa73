/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class RhythmTest {
  private Duration time = Duration.ofHours(7);

  /** The seconds at which it is due, asked each second. */
  private List<Integer> due(int seconds) {
    Rhythm rhythm = new Rhythm(() -> time);
    assertThat(rhythm.isDue()).isFalse();
    List<Integer> due = new ArrayList<>();
    for (int i = 1; i <= seconds; i++) {
      time = time.plusSeconds(1);
      if (rhythm.isDue()) {
        due.add(i);
      }
      assertThat(rhythm.isDue()).as("once each time").isFalse();
    }
    return due;
  }

  @Test
  void isDueEverySecondAtFirst() {
    assertThat(due(60)).hasSize(60);
  }

  @Test
  void isDueMoreAndMoreRarelyAndAtLastEveryFourSeconds() {
    List<Integer> due = due(3_600);
    int last = 0;
    for (int i = 1; i < due.size(); i++) {
      int pause = due.get(i) - due.get(i - 1);
      assertThat(pause).as("at %d s", due.get(i)).isBetween(Math.max(1, last), 4);
      last = pause;
    }
    assertThat(due.get(due.size() - 1)).isGreaterThan(3_596);
    assertThat(due).as("requests in an hour, of 3,600").hasSizeBetween(940, 1_000);
  }

  @Test
  void isDueOnceAfterALongSleep() {
    Rhythm rhythm = new Rhythm(() -> time);
    time = time.plusHours(10);
    assertThat(rhythm.isDue()).isTrue();
    assertThat(rhythm.isDue()).isFalse();
    time = time.plus(Rhythm.LONGEST);
    assertThat(rhythm.isDue()).isTrue();
  }
}
