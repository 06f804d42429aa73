/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli.file;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tusk.cli.frame.Failures;
import io.tusk.cli.frame.Format;
import io.tusk.error.ErrorCode;
import io.tusk.error.TuskException;
import io.tusk.files.FileEntry;
import io.tusk.files.FileSets;
import io.tusk.host.FileTree;
import io.tusk.host.TemporaryTree;
import io.tusk.name.FilePath;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Shows how files differ. Two files at a time lie in a temporary directory. */
final class ContentDiff implements AutoCloseable {
  /** As many bytes tell whether a file is text; one without a NUL is. */
  private static final int LOOK = 8_000;

  private static final String OLD = "old";
  private static final String NEW = "new";

  private final FileSets files;
  private final DiffProgram program;
  private final Path directory;
  private final Thread hook;

  /** A file and its path. */
  record Side(FilePath path, FileEntry file) {}

  ContentDiff(FileSets files, DiffProgram program) throws IOException {
    this.files = files;
    this.program = program;
    this.directory = TemporaryTree.create("diff").path();
    this.hook = new Thread(this::clear, "tusk-diff-files");
    Runtime.getRuntime().addShutdownHook(hook);
  }

  void show(Optional<Side> before, Optional<Side> after, OutputStream out) throws IOException {
    if (program.isForText() && (isBinary(before) || isBinary(after))) {
      String text =
          "Binary files " + named(OLD, before) + " and " + named(NEW, after) + " differ\n";
      out.write(text.getBytes(UTF_8));
      return;
    }
    try {
      program.compare(directory, write(OLD, before), write(NEW, after), out);
    } finally {
      clearBelow();
    }
  }

  private boolean isBinary(Optional<Side> side) throws IOException {
    if (side.isEmpty()) {
      return false;
    }
    try (InputStream in = files.open(side.get().file())) {
      for (byte b : in.readNBytes(LOOK)) {
        if (b == 0) {
          return true;
        }
      }
      return false;
    }
  }

  private static String named(String top, Optional<Side> side) {
    return side.map(found -> top + found.path() + " (" + Format.size(found.file().size()) + ")")
        .orElse("/dev/null");
  }

  /** The name of the file within the directory; empty for none. */
  private String write(String top, Optional<Side> side) {
    if (side.isEmpty()) {
      return "";
    }
    String name = top + side.get().path();
    try {
      Path target = directory.resolve(name);
      Files.createDirectories(target.getParent());
      try (InputStream in = files.open(side.get().file())) {
        Files.copy(in, target);
      }
      return name;
    } catch (InvalidPathException e) {
      throw Failures.unsayable(name, e);
    } catch (IOException e) {
      throw new TuskException(
          ErrorCode.STORAGE,
          "a copy of "
              + side.get().path()
              + " cannot be written to "
              + directory
              + ": "
              + Failures.reason(e)
              + "; --name-only lists the paths",
          e);
    }
  }

  private void clearBelow() {
    for (String top : List.of(OLD, NEW)) {
      delete(directory.resolve(top));
    }
  }

  private void clear() {
    delete(directory);
  }

  private static void delete(Path top) {
    try {
      FileTree.delete(top);
    } catch (IOException e) {
      // A later run removes it by its name.
    }
  }

  @Override
  public void close() {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The process ends already, and the hook does its work.
      return;
    }
    clear();
  }
}
