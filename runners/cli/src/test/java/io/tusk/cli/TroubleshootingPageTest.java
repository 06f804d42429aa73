/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What to do about failures is said of every exit code, and of messages that there are. */
final class TroubleshootingPageTest {
  private static final Path ROOT = Path.of("../..");
  private static final List<String> MODULES =
      List.of("datum-io", "pipelines", "engine", "runners/cli", "runners/flink", "runners/spark");
  private static final Pattern QUOTED = Pattern.compile("`([^`]+)`");
  private static final String ELLIPSIS = "…";

  private static String page() throws IOException {
    return Files.readString(ROOT.resolve("docs/troubleshooting.md"));
  }

  @Test
  void everyExitCodeHasARowAndASection() throws IOException {
    Map<String, String> codes =
        Cli.commands().whole().getCommandSpec().usageMessage().exitCodeList();
    List<String> rows = page().lines().filter(line -> line.matches("\\| \\[\\d+\\].*")).toList();
    List<String> sections = page().lines().filter(line -> line.matches("## \\d+: .*")).toList();
    assertThat(rows)
        .extracting(row -> row.replaceAll("\\| \\[(\\d+)\\].*", "$1"))
        .containsExactlyElementsOf(codes.keySet());
    assertThat(sections)
        .containsExactlyElementsOf(
            codes.entrySet().stream().map(e -> "## " + e.getKey() + ": " + e.getValue()).toList());
  }

  @Test
  void everyMessageIsOneOfTheProgram() throws IOException {
    List<String> sources = sources();
    List<String> messages = messages();
    assertThat(messages).hasSizeGreaterThan(40);
    for (String message : messages) {
      assertThat(parts(message))
          .as("what the program says of \"%s\"", message)
          .isNotEmpty()
          .allMatch(part -> sources.stream().anyMatch(source -> source.contains(part)));
    }
  }

  /** What stands between names and numbers. */
  private static List<String> parts(String message) {
    return Arrays.stream(message.split(ELLIPSIS, -1))
        .map(part -> part.replaceAll("^[^\\p{L}/$]+|[^\\p{L}.?)]+$", ""))
        .filter(part -> part.length() > 1)
        .toList();
  }

  /** The first column of the tables of messages. */
  private static List<String> messages() throws IOException {
    List<String> messages = new ArrayList<>();
    boolean within = false;
    for (String line : page().lines().toList()) {
      within = line.startsWith("| message |") || (within && line.startsWith("|"));
      if (within && line.contains(" | ")) {
        QUOTED
            .matcher(line.substring(0, line.indexOf(" | ")))
            .results()
            .forEach(found -> messages.add(found.group(1)));
      }
    }
    return messages;
  }

  /** As texts in which no literal is cut in two. */
  private static List<String> sources() throws IOException {
    List<Path> files = new ArrayList<>(List.of(ROOT.resolve("tusk")));
    for (String module : MODULES) {
      try (Stream<Path> walk = Files.walk(ROOT.resolve(module).resolve("src/main"))) {
        walk.filter(path -> path.toString().endsWith(".java")).forEach(files::add);
      }
    }
    return files.stream().map(TroubleshootingPageTest::source).toList();
  }

  private static String source(Path file) {
    try {
      return Files.readString(file)
          .replaceAll("(?<!\\\\)\"\\s*\\+\\s*\"", "")
          .replace("\\\"", "\"");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
