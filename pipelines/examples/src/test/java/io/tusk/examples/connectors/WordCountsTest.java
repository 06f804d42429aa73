/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.examples.connectors;

import static org.assertj.core.api.Assertions.assertThat;

import io.tusk.cli.Main;
import io.tusk.cli.frame.Terminal;
import io.tusk.host.Host;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class WordCountsTest {
  private static final Path PAGE = Path.of("../../docs/beam-connectors.md");
  private static final Path SOURCE =
      Path.of("src/main/java/io/tusk/examples/connectors/WordCounts.java");

  @TempDir Path directory;

  private String tusk(String input, String... args) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Terminal terminal =
        new Terminal(
            Map.of("XDG_CONFIG_HOME", "/dev/null/none"),
            directory,
            new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
            out,
            Terminal.Interaction.PROGRAM,
            Terminal.Interaction.PROGRAM,
            Host.system());
    PrintWriter printed = new PrintWriter(out, true, StandardCharsets.UTF_8);
    assertThat(Main.run(terminal, printed, printed, args)).as(out::toString).isZero();
    return out.toString(StandardCharsets.UTF_8);
  }

  @Test
  void countsTheWordsOfEachText() {
    tusk("", "create", "repo", "texts");
    tusk("", "create", "repo", "counts");
    tusk("to be or not\nto be\n", "put", "file", "texts@master:/hamlet.txt");
    tusk("\n a horse \n", "put", "file", "texts@master:/acts/richard.txt");
    tusk("no text", "put", "file", "texts@master:/notes.md");
    WordCounts.main(
        new String[] {"--runner=DirectRunner", "--store=" + directory.resolve(".tusk")});
    assertThat(tusk("", "get", "file", "counts@master:/**.txt")).isEqualTo("2\n6\n");
    assertThat(tusk("", "inspect", "commit", "counts@master")).contains("counts of texts@master");
  }

  @Test
  void thePageShowsThisProgram() throws IOException {
    String source = Files.readString(SOURCE);
    String program = source.substring(source.indexOf("package "));
    assertThat(Files.readString(PAGE)).contains("```java\n" + program + "```\n");
  }
}
