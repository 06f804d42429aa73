/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * Puts a line into a command's output, behind all that it has written: so a reader knows how far it
 * is. Only where there is {@code /proc}.
 */
final class OutputMark {
  private final long pid;
  private final Path stream;
  private final Optional<String> pipe;

  private OutputMark(long pid, Path stream, Optional<String> pipe) {
    this.pid = pid;
    this.stream = stream;
    this.pipe = pipe;
  }

  static OutputMark of(long pid) {
    Path stream = Path.of("/proc/" + pid + "/fd/1");
    return new OutputMark(pid, stream, target(stream));
  }

  /** The number of the command's first process. */
  long pid() {
    return pid;
  }

  private static Optional<String> target(Path stream) {
    try {
      return Optional.of(Files.readSymbolicLink(stream).toString())
          .filter(name -> name.startsWith("pipe:"));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Whether it could be put; not once the first process writes elsewhere. */
  boolean put(String line) {
    if (pipe.isEmpty() || !pipe.equals(target(stream))) {
      return false;
    }
    try {
      Files.write(stream, (line + "\n").getBytes(UTF_8), StandardOpenOption.WRITE);
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
