/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ScoreboardTest {
  @TempDir private Path directory;

  /** Every row at the smallest size; what it measures is not judged, since a test host is busy. */
  @ParameterizedTest
  @ValueSource(ints = {1, 3, 4, 5, 6, 8, 12, 13, 14, 17, 19, 20, 21})
  void everyRowRuns(int number) throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PrintStream print = new PrintStream(out, false, UTF_8);
    Scoreboard.Request request = new Scoreboard.Request(directory, 1, 100_000, Set.of(number));
    Scoreboard.run(request, print, new PrintStream(PrintStream.nullOutputStream(), false, UTF_8));
    print.flush();
    List<String> lines = out.toString(UTF_8).lines().toList();
    assertThat(lines).hasSizeGreaterThan(2);
    assertThat(lines.get(0) + "\n" + lines.get(1) + "\n").isEqualTo(Scores.HEAD);
    assertThat(lines.subList(2, lines.size()))
        .allMatch(line -> line.matches("\\| " + number + " \\|( [^|]*\\|){5} (met|missed|-) \\|"));
    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void readsItsCommandLine() {
    assertThat(Scoreboard.Request.parse(List.of("--runs", "7", "4", "--scratch", "here", "12")))
        .isEqualTo(new Scoreboard.Request(Path.of("here"), 7, 1, Set.of(4, 12)));
    assertThat(Scoreboard.Request.parse(List.of()).wants(new DiffRow())).isTrue();
    assertThat(Scoreboard.Request.parse(List.of("1")).wants(new DiffRow())).isFalse();
  }

  @Test
  void saysWhatIsWrongWithACommandLine() {
    assertRefused("--runs needs a value", "--runs");
    assertRefused("\"0\" is not a number of at least 1", "--divisor", "0");
    assertRefused("there is no row or option \"99\"", "99");
    assertRefused("there is no row or option \"--fast\"", "--fast");
  }

  private static void assertRefused(String message, String... arguments) {
    assertThatThrownBy(() -> Scoreboard.Request.parse(List.of(arguments)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  @Test
  void aToolThatIsNotInstalledIsNotFound() {
    assertThat(Tool.find("no-such-tool-of-tusk", directory)).isEqualTo(Optional.empty());
  }

  @Test
  void aToolThatFailsSaysWhy() throws Exception {
    Tool shell = Tool.find("sh", directory).orElseThrow();
    assertThat(shell.run("-c", "echo hello").output()).isEqualTo("hello\n");
    assertThatThrownBy(() -> shell.run("-c", "echo broken >&2; exit 3"))
        .isInstanceOf(java.io.IOException.class)
        .hasMessageEndingWith("exit 3 failed: broken\n");
  }
}
