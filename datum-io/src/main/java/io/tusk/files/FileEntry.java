/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.files;

import io.tusk.pieces.Hash;
import io.tusk.pieces.Ref;
import java.util.Optional;

/**
 * A file.
 *
 * @param size in bytes
 * @param content the chunk of a file of one chunk, the root node of the chunk tree of a larger one;
 *     none for an empty file
 */
public record FileEntry(long size, Optional<Ref> content) implements PathEntry {
  public static final FileEntry EMPTY = new FileEntry(0, Optional.empty());

  public FileEntry {
    if (size < 0 || (size == 0) != content.isEmpty()) {
      throw new IllegalArgumentException(
          "a file of " + size + " bytes " + (content.isEmpty() ? "without" : "with") + " content");
    }
  }

  /** A function of the file's bytes alone; {@link Hash#OF_EMPTY} for an empty file. */
  @Override
  public Hash hash() {
    return content.map(Ref::hash).orElse(Hash.OF_EMPTY);
  }

  @Override
  public long files() {
    return 1;
  }

  @Override
  public long bytes() {
    return size;
  }
}
