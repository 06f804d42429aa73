/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli;

import java.nio.file.Path;
import java.util.List;

/** {@code tusk run} in a process of its own. */
final class RunProcess {
  private RunProcess() {}

  /** It heeds Ctrl-C, which what runs in the background of a script ignores. */
  static ProcessBuilder in(Path directory, String... more) {
    ProcessBuilder builder =
        new ProcessBuilder(
                "env",
                "--default-signal=INT",
                System.getProperty("java.home") + "/bin/java",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                "io.tusk.cli.Main",
                "run",
                "--isolation=none")
            .directory(directory.toFile());
    builder.command().addAll(List.of(more));
    return builder;
  }
}
