/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class SamplesTest {
  @Test
  void theMedianOfAnOddNumberIsTheOneInTheMiddle() {
    assertThat(new Samples(List.of(9.0, 1.0, 2.0)).median()).isEqualTo(2);
    assertThat(new Samples(List.of(7.0)).median()).isEqualTo(7);
  }

  @Test
  void theMedianOfAnEvenNumberLiesBetweenTheTwoInTheMiddle() {
    assertThat(new Samples(List.of(8.0, 1.0, 100.0, 2.0)).median()).isEqualTo(5);
  }

  @Test
  void knowsTheExtremes() {
    Samples samples = new Samples(List.of(3.0, 1.0, 2.0));
    assertThat(samples.least()).isEqualTo(1);
    assertThat(samples.most()).isEqualTo(3);
    assertThat(samples.secondsText()).isEqualTo("2.00 s (1.00 s to 3.00 s)");
    assertThat(new Samples(List.of(0.5)).secondsText()).isEqualTo("500 ms");
  }

  @Test
  void refusesToSayAnythingAboutNothing() {
    assertThatThrownBy(() -> new Samples(List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("no measurement");
  }

  @Test
  void warmUpsAreTakenFirstAndDoNotCount() throws Exception {
    List<Integer> taken = new ArrayList<>();
    Samples samples =
        Samples.take(
            2,
            3,
            () -> {
              taken.add(taken.size());
              return taken.size();
            });
    assertThat(taken).hasSize(5);
    assertThat(samples.least()).isEqualTo(3);
    assertThat(samples.median()).isEqualTo(4);
    assertThat(samples.most()).isEqualTo(5);
  }
}
