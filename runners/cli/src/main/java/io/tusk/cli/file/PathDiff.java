/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli.file;

import io.tusk.cli.frame.Iterators;
import io.tusk.files.DirectoryEntry;
import io.tusk.files.FileSet;
import io.tusk.files.FileSets;
import io.tusk.files.PathChange;
import io.tusk.files.PathEntry;
import io.tusk.files.PathInfo;
import io.tusk.name.FilePath;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * The paths that differ below two tops, of which either may be a file, a directory or nothing. What
 * is equal is not read.
 */
final class PathDiff implements Iterator<PathDiff.Difference> {
  private final FileSets files;
  private final Top before;
  private final Top after;
  private final Iterator<Difference> differences;

  /** How far down to go. */
  enum Depth {
    ALL,
    /** Not into directories that differ. */
    SHALLOW
  }

  /** Where to begin; {@code entry} is what is there. */
  record Top(FilePath path, Optional<PathEntry> entry) {
    private boolean isFile() {
      return entry.isPresent() && !(entry.get() instanceof DirectoryEntry);
    }

    private FileSet files() {
      return entry.orElse(null) instanceof DirectoryEntry directory
          ? new FileSet(directory.tree(), directory.files(), directory.bytes())
          : FileSet.EMPTY;
    }

    private Optional<PathInfo> info(FilePath below, Optional<PathEntry> found) {
      FilePath full = below.isRoot() ? path : path.resolve(below.value().substring(1));
      return found.map(present -> new PathInfo(full, present));
    }
  }

  /** One of them is there at least. */
  record Difference(Optional<PathInfo> before, Optional<PathInfo> after) {}

  PathDiff(FileSets files, Top before, Top after, Depth depth) {
    this.files = files;
    this.before = before;
    this.after = after;
    Iterator<Difference> below = below(depth);
    this.differences = before.isFile() || after.isFile() ? joined(tops(), below) : below;
  }

  /** The difference of the tops themselves, where one is a file. */
  private Iterator<Difference> tops() {
    boolean equal =
        before.entry().isPresent()
            && after.entry().isPresent()
            && before.entry().get().sameContent(after.entry().get());
    Difference difference =
        new Difference(
            before.info(FilePath.ROOT, before.entry()), after.info(FilePath.ROOT, after.entry()));
    return equal ? Collections.emptyIterator() : List.of(difference).iterator();
  }

  private Iterator<Difference> below(Depth depth) {
    Iterator<PathChange> changes =
        files.differences(
            before.files(),
            after.files(),
            directory -> depth == Depth.ALL || directory.path().isRoot());
    return Iterators.map(
        Iterators.filter(changes, change -> !change.path().isRoot()),
        change ->
            new Difference(
                before.info(change.path(), change.before()),
                after.info(change.path(), change.after())));
  }

  private static Iterator<Difference> joined(
      Iterator<Difference> first, Iterator<Difference> second) {
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return first.hasNext() || second.hasNext();
      }

      @Override
      public Difference next() {
        return first.hasNext() ? first.next() : second.next();
      }
    };
  }

  @Override
  public boolean hasNext() {
    return differences.hasNext();
  }

  @Override
  public Difference next() {
    return differences.next();
  }
}
