/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tusk.engine.log.LogLine.Source;
import io.tusk.error.ErrorCode;
import io.tusk.error.TuskException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

final class DatumLogTest {
  private static final Instant TIME = Instant.parse("2020-01-02T03:04:05.678Z");

  private final DatumLog log = new DatumLog(Clock.fixed(TIME, ZoneOffset.UTC), "host-3");

  @Test
  void linesComeBackWithTheirTimeAndSource() {
    assertThat(log.bytes()).isEmpty();
    assertThat(LogText.parse(log.bytes())).isEqualTo(LogText.EMPTY);
    log.user("two\nlines");
    log.user("");
    log.tusk("said ü \u2028 \r x");

    LogText text = LogText.parse(log.bytes());

    assertThat(text.worker()).isEqualTo("host-3");
    assertThat(text.lines())
        .containsExactly(
            new LogLine(0, 1, TIME, Source.USER, "two"),
            new LogLine(1, 2, TIME, Source.USER, "lines"),
            new LogLine(2, 3, TIME, Source.USER, ""),
            new LogLine(3, 4, TIME, Source.TUSK, "said ü \u2028 \r x"));
    assertThat(text.lines().get(3).marked()).isEqualTo("tusk: said ü \u2028 \r x");
    assertThat(log.lines()).isEqualTo(4);
  }

  @Test
  void aFloodKeepsItsBeginningAndItsEnd() {
    int count = 100_000;
    for (int i = 0; i < count; i++) {
      log.user("line " + i);
    }
    byte[] bytes = log.bytes();
    assertThat(bytes.length).isBetween(100_000, 132_000);

    List<LogLine> lines = LogText.parse(bytes).lines();

    LogLine gap =
        lines.stream().filter(line -> line.source() == Source.LEFT_OUT).findFirst().orElseThrow();
    int at = lines.indexOf(gap);
    for (int i = 0; i < lines.size(); i++) {
      LogLine line = lines.get(i);
      if (i != at) {
        assertThat(line.text()).isEqualTo("line " + line.number());
      }
    }
    assertThat(gap.number()).isEqualTo(at);
    long leftOut = lines.get(at + 1).number() - at;
    assertThat(gap.text()).matches(leftOut + " lines of \\d+ bytes left out here");
    assertThat(lines.get(lines.size() - 1).number()).isEqualTo(count - 1);
  }

  @Test
  void whatIsNoLogIsSaid() {
    for (String bad : List.of("12 u", "x u text", "12 q text", "12", " u text", "12 u")) {
      assertThatThrownBy(() -> LogText.parse(("worker\n" + bad + "\n").getBytes(UTF_8)))
          .isInstanceOfSatisfying(
              TuskException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CORRUPT))
          .hasMessage(
              "a datum's log holds a line that is none: \""
                  + bad
                  + "\"; 'tusk fsck' looks for more");
    }
  }

  @Test
  void aLineWithoutEndIsCut() {
    DatumLog log = new DatumLog(Clock.systemUTC(), "w");
    log.user("𝄞".repeat(3 << 20));
    log.tusk("after");
    assertThat(log.bytes().length).isLessThan(128 << 10);
    List<LogLine> lines = LogText.parse(log.bytes()).lines();
    assertThat(lines).hasSize(2);
    assertThat(lines.get(0).text())
        .isEqualTo("𝄞".repeat(8 << 10) + " [6275072 more characters left out]");
    assertThat(lines.get(1).text()).isEqualTo("after");
  }
}
