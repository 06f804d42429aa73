/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.files;

import io.tusk.pieces.Hash;
import io.tusk.tree.Tree;

/**
 * The contents of a repository at one commit: an immutable tree of directories; {@code
 * docs/format.md}, section 5.
 *
 * @param root the root directory, from child name to entry; stored, never inline
 * @param files how many files there are in all directories together
 * @param bytes the sum of their sizes
 */
public record FileSet(Tree root, long files, long bytes) {
  public static final FileSet EMPTY = new FileSet(Tree.EMPTY, 0, 0);

  /**
   * The hash of the root directory's node: equal for equal paths and contents, however they came
   * about. {@link Hash#OF_EMPTY} for a file set without files.
   */
  public Hash hash() {
    return asDirectory().hash();
  }

  public boolean sameContent(FileSet other) {
    return root.sameContent(other.root);
  }

  /** The root directory; the only directory that may be empty. */
  public DirectoryEntry asDirectory() {
    return new DirectoryEntry(root, files, bytes);
  }
}
