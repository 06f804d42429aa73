/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class LargeCrossesTest {
  @Test
  void tellsOfAMillionAndThenOnlyOfManyTimesAsMany() {
    List<Long> told = new ArrayList<>();
    LargeCrosses large = new LargeCrosses(told::add);
    List.of(3L, 999_999L, 1_000_000L, 1_000_000L, 9_999_999L, 10_000_000L, 50_000_000L)
        .forEach(large::accept);
    assertThat(told).containsExactly(1_000_000L, 10_000_000L);
    large.accept(Long.MAX_VALUE);
    large.accept(Long.MAX_VALUE);
    assertThat(told).containsExactly(1_000_000L, 10_000_000L, Long.MAX_VALUE);
  }
}
