/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli.file;

import io.tusk.cli.frame.FileRef;
import io.tusk.error.ErrorCode;
import io.tusk.error.TuskException;
import io.tusk.files.FileEntry;
import io.tusk.files.FileSets;
import io.tusk.files.PathEntry;
import io.tusk.files.PathInfo;
import io.tusk.glob.Glob;
import io.tusk.name.FilePath;
import io.tusk.repo.Commit;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** What a path names: the file or directory of that path, else all that match it as a glob. */
final class Selection {
  private final String name;
  private final FilePath top;
  private final Supplier<Iterator<PathInfo>> matches;
  private final boolean oneFile;

  private Selection(
      String name, FilePath top, Supplier<Iterator<PathInfo>> matches, boolean oneFile) {
    this.name = name;
    this.top = top;
    this.matches = matches;
    this.oneFile = oneFile;
  }

  static Selection of(PathInfo only) {
    boolean isFile = only.entry() instanceof FileEntry;
    return new Selection(only.path().value(), only.path(), () -> List.of(only).iterator(), isFile);
  }

  /**
   * @throws TuskException NOT_FOUND where there is nothing
   */
  static Selection of(FileSets files, Commit commit, FileRef ref) {
    FilePath path = ref.filePath();
    Optional<PathEntry> present = files.find(commit.files(), path);
    if (present.isPresent()) {
      return of(new PathInfo(path, present.get()));
    }
    Glob glob = Glob.parse(ref.path().orElse("/"));
    if (!files.glob(commit.files(), glob).hasNext()) {
      throw FileText.missing(commit, path);
    }
    String prefix = glob.literalPrefix();
    String top = glob.isLiteral() ? prefix : prefix.substring(0, prefix.lastIndexOf('/'));
    return new Selection(
        path.value(),
        FilePath.parse(top),
        () -> files.glob(commit.files(), glob),
        glob.isLiteral()
            && files.find(commit.files(), FilePath.parse(top)).orElse(null) instanceof FileEntry);
  }

  /** The directory that the matches are named within. */
  FilePath top() {
    return top;
  }

  /** In the order of their paths; anew for every call. */
  Iterator<PathInfo> matches() {
    return matches.get();
  }

  boolean isOneFile() {
    return oneFile;
  }

  /**
   * How many there are.
   *
   * @throws TuskException USAGE where one is a directory
   */
  long requireFiles() {
    long count = 0;
    Iterator<PathInfo> all = matches();
    while (all.hasNext()) {
      PathInfo info = all.next();
      if (FileText.isDirectory(info)) {
        throw new TuskException(
            ErrorCode.USAGE,
            "\""
                + info.path()
                + "\" is a directory"
                + (info.path().value().equals(name) ? "" : ", and matches \"" + name + "\"")
                + "; get its files with -r -o DIRECTORY");
      }
      count++;
    }
    return count;
  }
}
