/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.tusk.engine.command.Isolation;
import io.tusk.engine.command.IsolationProbe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The commands that pages print can be given as they stand there, and print what stands there. */
final class GuidesTest {
  private static final Pattern PROGRESS = Pattern.compile("\r\u001b\\[K(?:[^\r\n]*(?=\r))?");

  @TempDir Path directory;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "README.md",
        "docs/getting-started.md",
        "docs/coming-from-pachyderm.md",
        "docs/java.md",
        "docs/schedules.md"
      })
  @Timeout(value = 300, unit = TimeUnit.SECONDS)
  void commandsDoWhatThePageSays(String page) throws IOException, InterruptedException {
    assumeTrue(
        IsolationProbe.detect().effective(Isolation.AUTO).orElseThrow() != Isolation.NONE,
        "this host cannot show /pfs to commands");
    Guide guide = Guide.read(page);
    assertThat(guide.steps()).isNotEmpty();
    Path work = Files.createDirectory(directory.resolve("work"));
    try (GuideShell shell = new GuideShell(work, Files.createDirectory(directory.resolve("own")))) {
      List<String> printed = shell.run(guide.steps().stream().map(Guide.Step::commands).toList());
      for (int i = 0; i < printed.size(); i++) {
        Guide.Step step = guide.steps().get(i);
        assertThat(normalised(printed.get(i)))
            .as("%s:%d prints", page, step.line())
            .isEqualTo(normalised(step.output().orElse("")));
      }
    }
  }

  /** Without what differs from run to run: ids, times, places, and the widths that follow. */
  static String normalised(String text) {
    return PROGRESS
        .matcher(text)
        .replaceAll("")
        .replaceAll("\\b(?:[0-9a-f]{64}|[0-9a-f]{32})\\b", "ID")
        .replaceAll("\\b(?:now|[0-9]+ [a-z]+ ago)\\b", "AGO")
        .replaceAll("\\b(?:[0-9]+h)?(?:[0-9]+m)?[0-9.]+s\\b", "TIME")
        .replaceAll("(?m)^created store .*", "created store PLACE")
        .replaceAll(" +", " ");
  }
}
