/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class FigureTest {
  private static final BenchmarkRow ROW =
      new BenchmarkRow() {
        @Override
        public int number() {
          return 7;
        }

        @Override
        public String metric() {
          return "something";
        }

        @Override
        public List<Figure> run(Context context) {
          return List.of();
        }
      };

  @Test
  void aLimitIsMetByItself() {
    assertThat(Target.atMost(1.5).isMetBy(1.5)).isTrue();
    assertThat(Target.atMost(1.5).isMetBy(1.51)).isFalse();
    assertThat(Target.atLeast(4).isMetBy(4)).isTrue();
    assertThat(Target.atLeast(4).isMetBy(3.99)).isFalse();
  }

  @Test
  void aLimitIsPrintedWithItsSign() {
    assertThat(Target.atMost(1.5)).hasToString("<= 1.5");
    assertThat(Target.atLeast(100)).hasToString(">= 100");
  }

  @Test
  void numbersHaveThreeDigits() {
    assertThat(Figure.number(0.12345)).isEqualTo("0.123");
    assertThat(Figure.number(1.2345)).isEqualTo("1.23");
    assertThat(Figure.number(12.345)).isEqualTo("12.3");
    assertThat(Figure.number(12345.6)).isEqualTo("12,346");
    assertThat(Figure.number(-145.2)).isEqualTo("-145");
  }

  @Test
  void unitsFollowTheSize() {
    assertThat(Figure.seconds(0.000123)).isEqualTo("123 us");
    assertThat(Figure.seconds(0.0123)).isEqualTo("12.3 ms");
    assertThat(Figure.seconds(1.23)).isEqualTo("1.23 s");
    assertThat(Figure.bytes(512)).isEqualTo("512 B");
    assertThat(Figure.bytes(1536)).isEqualTo("1.50 KiB");
    assertThat(Figure.bytes(3 << 20)).isEqualTo("3.00 MiB");
    assertThat(Figure.count(999)).isEqualTo("999");
    assertThat(Figure.count(100_000)).isEqualTo("100 k");
    assertThat(Figure.count(1_000_000)).isEqualTo("1 M");
    assertThat(Figure.count(1_500)).isEqualTo("1500");
  }

  @Test
  void aLineSaysWhetherTheTargetIsMet() {
    List<Figure> figures =
        List.of(
            Figure.of("a", "1 s", "b 2 s", 2, Target.atLeast(2)),
            Figure.of("a", "3 s", "b 2 s", 1.5, Target.atMost(1)),
            Figure.withoutAnchor("a", "1 s", "b", Target.atMost(1)),
            Figure.extra("(a)", "1 s"));
    assertThat(Scores.lines(ROW, figures))
        .isEqualTo(
            """
            | 7 | a | 1 s | b 2 s | 2.00 | >= 2 | met |
            | 7 | a | 3 s | b 2 s | 1.50 | <= 1 | missed |
            | 7 | a | 1 s | b is not installed |  | <= 1 | - |
            | 7 | (a) | 1 s |  |  |  | - |
            """);
  }
}
