/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli.frame;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/** Other programs, by the environment of the command. */
public final class Programs {
  private static final String USUAL_PATH = "/usr/local/bin:/usr/bin:/bin";

  private Programs() {}

  /** The file that runs by that name, from the PATH unless it holds a slash. */
  public static Optional<Path> find(String name, Terminal terminal) {
    if (name.contains("/")) {
      return Optional.of(terminal.directory().resolve(name));
    }
    return Arrays.stream(terminal.environment().getOrDefault("PATH", USUAL_PATH).split(":"))
        .filter(directory -> !directory.isEmpty())
        .map(directory -> terminal.directory().resolve(directory).resolve(name))
        .filter(file -> Files.isRegularFile(file) && Files.isExecutable(file))
        .findFirst();
  }

  /** Runs the program of that name, in the environment of the command. */
  public static ProcessBuilder builder(Terminal terminal, String... command) {
    String[] words = command.clone();
    words[0] = find(command[0], terminal).map(Path::toString).orElse(command[0]);
    ProcessBuilder builder = new ProcessBuilder(words);
    builder.environment().clear();
    builder.environment().putAll(terminal.environment());
    builder.environment().putIfAbsent("PATH", USUAL_PATH);
    return builder;
  }
}
