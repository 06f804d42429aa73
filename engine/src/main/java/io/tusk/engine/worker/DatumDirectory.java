/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.worker;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tusk.datum.InputPath;
import io.tusk.datum.PlanItem;
import io.tusk.engine.transform.EmptyFiles;
import io.tusk.files.DirectoryEntry;
import io.tusk.files.FileEntry;
import io.tusk.files.FileSet;
import io.tusk.files.FileSets;
import io.tusk.files.PathInfo;
import io.tusk.name.FilePath;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;

/** A datum's inputs as files: {@code pfs/<input>/<path>}, and an empty {@code pfs/out}. */
final class DatumDirectory {
  private static final Pattern SHELL_NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
  private static final Pattern SHELL_WORD = Pattern.compile("[A-Za-z0-9_@%+=:,./-]*");

  private final FileSets files;
  private final EmptyFiles empty;
  private final PlanItem.Run datum;
  private final Path pfs;
  private final AtomicBoolean stop;

  /** {@code stop} ends the copying. */
  DatumDirectory(
      FileSets files, EmptyFiles empty, PlanItem.Run datum, Path directory, AtomicBoolean stop) {
    this.files = files;
    this.empty = empty;
    this.datum = datum;
    this.pfs = directory.resolve("pfs");
    this.stop = stop;
  }

  void assemble() throws IOException {
    Files.createDirectories(pfs.resolve("out"));
    for (InputPath path : datum.paths()) {
      Path input = Files.createDirectories(pfs.resolve(path.input()));
      if (path.entry() instanceof FileEntry file) {
        write(path, file, below(input, path.path()));
      } else {
        write(path, (DirectoryEntry) path.entry(), below(input, path.path()));
      }
    }
  }

  private void write(InputPath of, DirectoryEntry directory, Path target) throws IOException {
    FileSet content = new FileSet(directory.tree(), directory.files(), directory.bytes());
    Iterator<PathInfo> walk = files.walk(content, FilePath.ROOT);
    while (walk.hasNext()) {
      PathInfo info = walk.next();
      write(of, (FileEntry) info.entry(), below(target, info.path()));
    }
  }

  private void write(InputPath of, FileEntry file, Path target) throws IOException {
    Files.createDirectories(target.getParent());
    FileEntry shown = empty.has(of) ? FileEntry.EMPTY : file;
    try (InputStream content = StoppedException.until(stop, files.open(shown))) {
      Files.copy(content, target);
    }
  }

  private static Path below(Path directory, FilePath path) {
    return path.isRoot() ? directory : directory.resolve(path.value().substring(1));
  }

  /**
   * {@code pfs/.env}: a variable a line, for a shell to read. What no shell variable can be called
   * stands in a comment.
   */
  static void writeEnvironment(Path directory, Map<String, String> variables) throws IOException {
    StringBuilder text = new StringBuilder();
    variables.forEach(
        (name, value) -> {
          if (!SHELL_NAME.matcher(name).matches()) {
            text.append("# ");
          }
          text.append(name).append('=').append(quoted(value)).append('\n');
        });
    Files.write(directory.resolve("pfs/.env"), text.toString().getBytes(UTF_8));
  }

  private static String quoted(String value) {
    return SHELL_WORD.matcher(value).matches() ? value : "'" + value.replace("'", "'\\''") + "'";
  }
}
