/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the host of the tests has is not known; that all is looked at, and the store, is. */
final class DoctorTest {
  private static final String STATUS = "(ok     |warning)  ";

  @TempDir Path directory;

  @Test
  void aLineForEachThing() {
    Cli cli = new Cli(directory);
    List<String> lines = cli.ok("doctor").lines().toList();
    assertThat(lines).hasSize(6);
    assertThat(lines.get(0)).startsWith("ok       java: " + Runtime.version());
    assertThat(lines.get(1)).matches(STATUS + "locale: file names are .*");
    assertThat(lines.get(2)).matches(STATUS + "isolation: (bubblewrap|unshare|none); .*");
    assertThat(lines.get(3)).matches(STATUS + "limits: memory and processes of commands .*");
    assertThat(lines.get(4))
        .isEqualTo(
            "warning  store: there is none at "
                + directory
                + "/.tusk; 'tusk create repo NAME' makes one");
    assertThat(lines.get(5)).matches(STATUS + "TMPDIR: .* has .* free.*");
    assertThat(directory.resolve(".tusk")).doesNotExist();

    cli.withRepo("images");
    assertThat(cli.ok("doctor"))
        .containsPattern("ok       store: " + directory + "/.tusk has format 1, id [0-9a-f]{32}\n");
  }

  @Test
  void whatIsMissingFails() {
    Cli cli = new Cli(directory);
    cli.file("file", "");
    Cli.Result result = cli.run("doctor", "--store", "file");
    assertThat(result.code()).isEqualTo(1);
    assertThat(result.out())
        .contains(
            "missing  store: store "
                + directory
                + "/file is not a directory; name another with --store\n");
    cli.misused(
        "tusk doctor",
        "'tusk doctor' takes no further argument, but there is \"please\"",
        "doctor",
        "please");
  }
}
