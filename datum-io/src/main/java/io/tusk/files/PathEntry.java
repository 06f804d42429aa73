/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.files;

import io.tusk.pieces.Hash;

/** What a path of a file set holds. */
public sealed interface PathEntry permits FileEntry, DirectoryEntry {
  /** Covers the contents, and the names below a directory; not the path itself. */
  Hash hash();

  /** 1 for a file; for a directory, the files in it and in all directories below it. */
  long files();

  /** The size of a file; for a directory, the sizes of all files below it. */
  long bytes();

  /** Whether both are files or both are directories, of equal contents. */
  default boolean sameContent(PathEntry other) {
    return getClass() == other.getClass() && hash().equals(other.hash());
  }
}
