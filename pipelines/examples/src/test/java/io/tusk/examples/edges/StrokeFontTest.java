/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.examples.edges;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class StrokeFontTest {
  private static final StrokeFont FONT = new StrokeFont(2);

  @Test
  void widthIsTheLettersAndTheSpaceBetweenThem() {
    assertThat(FONT.width("")).isZero();
    assertThat(FONT.width("l")).isEqualTo(2);
    assertThat(FONT.width("lo")).isEqualTo(2 + 4 + 8);
    assertThat(FONT.width("l l")).isEqualTo(2 + 4 + 4 + 4 + 2);
  }

  @Test
  void accentsAreLeftOutAndUnknownLettersAreBoxes() {
    assertThat(FONT.width("éü")).isEqualTo(FONT.width("eu"));
    assertThat(FONT.width("字")).isEqualTo(8);
  }

  @Test
  void longTextIsCut() {
    assertThat(FONT.fit("short", FONT.width("short"))).isEqualTo("short");
    assertThat(FONT.fit("landscape", FONT.width("lan..."))).isEqualTo("lan...");
    assertThat(FONT.fit("\ud83d\ude00\ud83d\ude00\ud83d\ude00\ud83d\ude00", FONT.width("o...")))
        .isEqualTo("\ud83d\ude00...");
  }
}
