/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.command;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CommandLogTest {
  private final List<String> lines = new ArrayList<>();

  private CommandLog log(byte[] bytes, LogLimits limits) {
    CommandLog log = new CommandLog(lines::add, limits);
    log.add(bytes, 0, bytes.length);
    log.finish();
    return log;
  }

  @Test
  void linesAreHandedOnAsTheyEnd() {
    CommandLog log = new CommandLog(lines::add, LogLimits.DEFAULT);
    byte[] bytes = "xa\nb\n\ncx".getBytes(UTF_8);
    log.add(bytes, 1, bytes.length - 2);
    assertThat(lines).containsExactly("a", "b", "");
    log.finish();
    assertThat(lines).containsExactly("a", "b", "", "c");
    assertThat(log.bytes()).isEqualTo(6);
    assertThat(log.lastLines()).containsExactly("a", "b", "", "c");
  }

  @Test
  void longLinesAreSplitBetweenCharacters() {
    LogLimits limits = new LogLimits(8, 1000, 1000, 2);
    CommandLog log = log("1234567ü\n12345678\n123456789\n𝄞𝄞𝄞".getBytes(UTF_8), limits);
    assertThat(lines).containsExactly("1234567", "ü", "12345678", "12345678", "9", "𝄞𝄞", "𝄞");
    assertThat(log.lastLines()).containsExactly("𝄞𝄞", "𝄞");
  }

  @Test
  void bytesThatAreNoTextAreReplaced() {
    log(
        "a\u00FF\u0080\u0080\u0080\u0080\u0080\u0080\u0080\u0080b\n".getBytes(ISO_8859_1),
        new LogLimits(4, 1000, 1000, 2));
    assertThat(String.join("", lines)).startsWith("a\uFFFD").endsWith("\uFFFDb");
  }

  @Test
  void middleIsDroppedAtLines() {
    LogLimits limits = new LogLimits(100, 10, 10, 1);
    CommandLog log = log("line1\nline2\nline3\nline4\nline5\n".getBytes(UTF_8), limits);
    assertThat(lines)
        .containsExactly(
            "line1",
            "line",
            "[14 bytes of output dropped here: the first 10 and the last 6 are kept]",
            "line5");
    assertThat(log.lastLines()).containsExactly("line5");
  }

  @Test
  void nothingIsDroppedThatFits() {
    log("line1\nline2\nline3\n".getBytes(UTF_8), new LogLimits(100, 8, 10, 1));
    assertThat(lines).containsExactly("line1", "line2", "line3");
  }

  @Test
  void anyCutOfTheStreamGivesTheSame() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    for (int round = 0; round < 300; round++) {
      byte[] bytes = new byte[random.nextInt(400)];
      for (int i = 0; i < bytes.length; i++) {
        bytes[i] = (byte) (random.nextInt(6) == 0 ? '\n' : 'a' + random.nextInt(26));
      }
      LogLimits limits =
          new LogLimits(4 + random.nextInt(20), random.nextInt(200), 1 + random.nextInt(200), 3);
      lines.clear();
      CommandLog whole = log(bytes, limits);
      List<String> expected = List.copyOf(lines);
      lines.clear();
      CommandLog cut = new CommandLog(lines::add, limits);
      for (int at = 0; at < bytes.length; ) {
        int step = Math.min(bytes.length - at, 1 + random.nextInt(50));
        cut.add(bytes, at, step);
        at += step;
      }
      cut.finish();
      assertThat(lines).as("seed %s, round %s", seed, round).isEqualTo(expected);
      assertThat(cut.lastLines()).as("seed %s, round %s", seed, round).isEqualTo(whole.lastLines());
      if (bytes.length <= limits.headBytes() + limits.tailBytes()) {
        assertThat(String.join("", expected))
            .as("seed %s, round %s", seed, round)
            .isEqualTo(new String(bytes, UTF_8).replace("\n", ""));
      }
    }
  }

  @Test
  void limitsThatMakeNoSenseAreRefused() {
    assertThatThrownBy(() -> new LogLimits(3, 1, 1, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("lineBytes 3 is not in 4..67108864");
    assertThatThrownBy(() -> new LogLimits(4, -1, 1, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("headBytes -1 is negative");
    assertThatThrownBy(() -> new LogLimits(4, 1, 0, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("tailBytes 0 is not in 1..67108864");
    assertThatThrownBy(() -> new LogLimits(4, 1, 1, -1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("lastLines -1 is negative");
  }

  @Test
  void whatIsHeldBackCanBeHandedOnMeanwhile() {
    CommandLog log = new CommandLog(lines::add, new LogLimits(100, 10, 10, 1));
    byte[] early = "line1\nline2\nline3\nline4\nli".getBytes(UTF_8);
    log.add(early, 0, 4);
    log.handOn();
    assertThat(lines).isEmpty();
    log.add(early, 4, early.length - 4);
    assertThat(lines).containsExactly("line1");
    log.handOn();
    assertThat(lines).containsExactly("line1", "line", "[8 bytes of output dropped here]", "line4");
    log.handOn();
    byte[] late = "ne5\n6\n".getBytes(UTF_8);
    log.add(late, 0, late.length);
    assertThat(lines).hasSize(4);
    log.handOn();
    assertThat(lines.subList(4, lines.size())).containsExactly("line5", "6");
    byte[] last = "line7\nline8\nline9\n".getBytes(UTF_8);
    log.add(last, 0, last.length);
    log.finish();
    assertThat(lines.subList(6, lines.size()))
        .containsExactly("[12 bytes of output dropped here]", "line9");
    assertThat(log.lastLines()).containsExactly("line9");
    assertThat(log.bytes()).isEqualTo(early.length + late.length + last.length);
  }
}
