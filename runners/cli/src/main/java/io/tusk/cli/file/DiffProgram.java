/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli.file;

import io.tusk.cli.frame.Failures;
import io.tusk.cli.frame.Programs;
import io.tusk.cli.frame.Terminal;
import io.tusk.error.ErrorCode;
import io.tusk.error.TuskException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The program that compares two files: git, else diff, or one that the user names. */
final class DiffProgram {
  private static final String NOTHING = "/dev/null";
  private static final int DIFFERENT = 1;

  private final Terminal terminal;
  private final List<String> command;
  private final Style style;

  private enum Style {
    GIT,
    DIFF,
    /** The user's. */
    OTHER
  }

  private DiffProgram(Terminal terminal, Style style, List<String> command) {
    this.terminal = terminal;
    this.style = style;
    this.command = command;
  }

  /** {@code words}: a command with arguments, split at blanks. */
  static DiffProgram named(String words, Terminal terminal) {
    List<String> command = List.of(words.strip().split("\\s+"));
    if (Programs.find(command.get(0), terminal).filter(Files::isExecutable).isEmpty()) {
      throw new TuskException(
          ErrorCode.USAGE,
          "there is no program \"" + command.get(0) + "\"; --diff-command names one on the PATH");
    }
    return new DiffProgram(terminal, Style.OTHER, command);
  }

  static DiffProgram usual(Terminal terminal, String color) {
    if (Programs.find("git", terminal).isPresent()) {
      return new DiffProgram(
          terminal,
          Style.GIT,
          List.of(
              "git",
              "-c",
              "color.ui=" + color,
              "-c",
              "core.quotePath=false",
              "--no-pager",
              "diff",
              "--no-index",
              "--no-prefix",
              "--"));
    }
    if (Programs.find("diff", terminal).isPresent()) {
      return new DiffProgram(terminal, Style.DIFF, List.of("diff", "-u"));
    }
    throw new TuskException(
        ErrorCode.HOST,
        "neither git nor diff is on the PATH; install one, name another with --diff-command, or"
            + " list the paths with --name-only");
  }

  /** Whether it says no more of files that are not text than that they differ. */
  boolean isForText() {
    return style != Style.OTHER;
  }

  /**
   * Compares two files of {@code directory}; an empty name is no file.
   *
   * @param directory holds what the program says on its error stream meanwhile
   */
  void compare(Path directory, String before, String after, OutputStream out) throws IOException {
    Path errors = directory.resolve("errors");
    String old = before.isEmpty() ? NOTHING : before;
    String now = after.isEmpty() ? NOTHING : after;
    List<String> words = new ArrayList<>(command);
    if (style == Style.DIFF) {
      words.addAll(List.of("-L", old, "-L", now, "--"));
    }
    words.addAll(List.of(old, now));
    ProcessBuilder builder =
        Programs.builder(terminal, words.toArray(new String[0]))
            .directory(directory.toFile())
            .redirectError(errors.toFile());
    builder.environment().keySet().removeIf(name -> name.startsWith("GIT_"));
    Process process;
    try {
      process = builder.start();
    } catch (IOException e) {
      throw new TuskException(
          ErrorCode.HOST,
          "\"" + command.get(0) + "\" cannot be run: " + Failures.reason(e) + "; check it",
          e);
    }
    try {
      process.getOutputStream().close();
      process.getInputStream().transferTo(out);
      int code = process.waitFor();
      if (code > DIFFERENT) {
        throw new TuskException(
            ErrorCode.HOST,
            "\""
                + String.join(" ", words)
                + "\" ended with "
                + code
                + ": "
                + Files.readString(errors, StandardCharsets.ISO_8859_1).strip()
                + "; check that program, or use --name-only");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new TuskException(ErrorCode.INTERRUPTED, "interrupted", e);
    } finally {
      process.destroy();
    }
  }
}
