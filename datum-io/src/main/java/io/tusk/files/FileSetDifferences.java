/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.files;

import io.tusk.name.FilePath;
import io.tusk.tree.Change;
import io.tusk.tree.Entry;
import io.tusk.tree.Tree;
import io.tusk.tree.Trees;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The paths whose entries differ between two file sets, in byte order, directories with their
 * trailing slash: a directory, the root included, comes before what is below it. Reads only nodes
 * that differ, one path of them at a time.
 */
public final class FileSetDifferences implements Iterator<PathChange> {
  private record Frame(FilePath directory, Iterator<Change> changes) {}

  private final Trees trees;
  private final Predicate<PathChange> descends;
  private final Deque<Frame> stack = new ArrayDeque<>();
  private PathChange next;
  private PathChange undecided;

  /**
   * @param descends asked for each directory that was changed, added or removed, after its own
   *     change was taken, whether what changed below it comes next
   */
  FileSetDifferences(Trees trees, FileSet before, FileSet after, Predicate<PathChange> descends) {
    this.trees = trees;
    this.descends = descends;
    if (!before.sameContent(after)) {
      next =
          new PathChange(
              FilePath.ROOT, Optional.of(before.asDirectory()), Optional.of(after.asDirectory()));
    }
  }

  @Override
  public boolean hasNext() {
    if (next == null && undecided != null) {
      PathChange directory = undecided;
      undecided = null;
      if (descends.test(directory)) {
        Iterator<Change> below =
            trees.differences(tree(directory.before()), tree(directory.after()));
        stack.push(new Frame(directory.path(), below));
      }
    }
    while (next == null && !stack.isEmpty()) {
      Frame top = stack.peek();
      if (top.changes.hasNext()) {
        next = decode(top.directory, top.changes.next());
      } else {
        stack.pop();
      }
    }
    return next != null;
  }

  @Override
  public PathChange next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    PathChange result = next;
    next = null;
    undecided = result.isDirectory() ? result : null;
    return result;
  }

  private static PathChange decode(FilePath directory, Change change) {
    Optional<Entry> before = change.before();
    return new PathChange(
        directory.resolve(PathEntryCodec.name(change.key())),
        before.map(PathEntryCodec::decode),
        change.after().map(PathEntryCodec::decode));
  }

  private static Tree tree(Optional<PathEntry> directory) {
    return directory.map(entry -> ((DirectoryEntry) entry).tree()).orElse(Tree.EMPTY);
  }
}
