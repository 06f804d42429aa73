/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.examples.edges;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tusk.error.ErrorCode;
import io.tusk.error.TuskException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class EdgeDetectorTest {
  private static final EdgeDetector DETECTOR = new EdgeDetector(0.2f);

  /** Pictures are rows of digits, 0 black to 9 white; edges are #. */
  private static String edges(EdgeDetector detector, String... rows) {
    Plane plane = Plane.blank(rows[0].length(), rows.length);
    for (int i = 0; i < plane.values().length; i++) {
      char digit = rows[i / plane.width()].charAt(i % plane.width());
      plane.values()[i] = (digit - '0') / 9f;
    }
    StringBuilder text = new StringBuilder();
    byte[] edges = detector.detect(plane);
    for (int i = 0; i < edges.length; i++) {
      text.append(edges[i] == 0 ? '.' : '#');
      text.append(i % plane.width() == plane.width() - 1 ? "\n" : "");
    }
    return text.toString();
  }

  private static String[] repeat(int times, String row) {
    String[] rows = new String[times];
    java.util.Arrays.fill(rows, row);
    return rows;
  }

  @Test
  void aStepIsALineOnePixelWide() {
    assertThat(edges(DETECTOR, repeat(5, "00000009999999")))
        .isEqualTo("......#.......\n".repeat(5));
  }

  @Test
  void aNegativeHasTheSameLines() {
    assertThat(edges(DETECTOR, repeat(5, "99999990000000")))
        .isEqualTo("......#.......\n".repeat(5));
  }

  @Test
  void aStepFromRowToRowIsALineAcross() {
    assertThat(
            edges(
                DETECTOR, "00000", "00000", "00000", "00000", "00000", "99999", "99999", "99999",
                "99999", "99999"))
        .isEqualTo(".....\n".repeat(4) + "#####\n" + ".....\n".repeat(5));
  }

  @Test
  void aFlatPictureAndAGentleSlopeHaveNone() {
    assertThat(edges(DETECTOR, repeat(4, "5555555"))).isEqualTo(".......\n".repeat(4));
    assertThat(edges(DETECTOR, repeat(4, "00112233445566778899")))
        .isEqualTo("....................\n".repeat(4));
  }

  @Test
  void aPictureOfOnePixelHasNone() {
    assertThat(edges(DETECTOR, "9")).isEqualTo(".\n");
  }

  @Test
  void aCleanStepHasTheContrastOfItsHeight() {
    String[] third = repeat(3, "00000003333333");
    assertThat(edges(new EdgeDetector(0.32f), third)).contains("#");
    assertThat(edges(new EdgeDetector(0.35f), third)).doesNotContain("#");
  }

  @Test
  void aWeakEdgeStaysOnlyWhereItContinuesAStrongOne() {
    EdgeDetector detector = new EdgeDetector(0.5f);
    String[] weak = repeat(24, "00000003333333");
    assertThat(edges(detector, weak)).doesNotContain("#");
    String[] fading = repeat(24, "00000003333333");
    for (int row = 0; row < 12; row++) {
      String light = String.valueOf(9 - row / 2);
      fading[row] = "0000000" + light.repeat(7);
    }
    assertThat(edges(detector, fading).lines())
        .hasSize(24)
        .allMatch(line -> line.matches("\\.{6,7}#\\.{6,7}"));
  }

  @Test
  void theVariableSetsTheThreshold() {
    assertThat(EdgeDetector.of(Map.of("EDGE_THRESHOLD", "0.3"))).isEqualTo(new EdgeDetector(0.3f));
    assertThat(EdgeDetector.of(Map.of())).isEqualTo(new EdgeDetector(0.15f));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "much", "0", "1", "-0.2", "NaN"})
  void refusesAnotherThreshold(String text) {
    assertThatThrownBy(() -> EdgeDetector.of(Map.of("EDGE_THRESHOLD", text)))
        .isInstanceOfSatisfying(
            TuskException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID))
        .hasMessage(
            "EDGE_THRESHOLD is \"" + text + "\"; give a number above 0 and below 1, such as 0.15");
  }
}
