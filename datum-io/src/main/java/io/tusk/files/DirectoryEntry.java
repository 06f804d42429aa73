/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.files;

import io.tusk.pieces.Hash;
import io.tusk.tree.Tree;

/**
 * A directory with all that is below it.
 *
 * @param tree from child name to entry
 */
public record DirectoryEntry(Tree tree, long files, long bytes) implements PathEntry {
  static final DirectoryEntry EMPTY = new DirectoryEntry(Tree.EMPTY, 0, 0);

  /** The hash of the root node of {@link #tree}; {@link Hash#OF_EMPTY} for the empty directory. */
  @Override
  public Hash hash() {
    return tree.hash().orElse(Hash.OF_EMPTY);
  }
}
