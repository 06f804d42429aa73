/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.files;

import io.tusk.pieces.Hash;
import io.tusk.pieces.PieceKind;
import io.tusk.pieces.Ref;
import io.tusk.tree.Tree;
import io.tusk.tree.Trees;
import java.util.Collections;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;

/** The chunks that a file set has and another has not at the same place of the same file. */
final class ChangedChunks implements Iterator<Ref> {
  private final Trees trees;
  private final Set<Hash> known;
  private final FileSetDifferences paths;
  private Iterator<Ref> inFile = Collections.emptyIterator();
  private Ref next;

  ChangedChunks(Trees trees, FileSet before, FileSet after, Set<Hash> known) {
    this.trees = trees;
    this.known = known;
    this.paths =
        new FileSetDifferences(trees, before, after, directory -> !isKnown(directory.after()));
  }

  @Override
  public boolean hasNext() {
    while (next == null) {
      if (inFile.hasNext()) {
        next = inFile.next();
      } else if (paths.hasNext()) {
        enter(paths.next());
      } else {
        return false;
      }
    }
    return true;
  }

  /** Whether there is nothing to look for. */
  private boolean isKnown(Optional<PathEntry> after) {
    return after.isEmpty() || known.contains(after.get().hash());
  }

  private void enter(PathChange path) {
    Optional<Ref> after = content(path.after());
    if (after.isEmpty() || isKnown(path.after())) {
      return;
    }
    if (after.get().kind() == PieceKind.CHUNK) {
      next = after.get();
      return;
    }
    Tree before =
        content(path.before())
            .filter(ref -> ref.kind() == PieceKind.NODE)
            .map(Tree::stored)
            .orElse(Tree.EMPTY);
    inFile = trees.changedChunks(before, Tree.stored(after.get()));
  }

  private static Optional<Ref> content(Optional<PathEntry> entry) {
    return entry.flatMap(
        found -> found instanceof FileEntry file ? file.content() : Optional.<Ref>empty());
  }

  @Override
  public Ref next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    Ref result = next;
    next = null;
    return result;
  }
}
