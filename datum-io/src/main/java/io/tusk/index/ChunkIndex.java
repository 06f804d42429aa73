/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.index;

import io.tusk.pieces.Ref;
import java.util.Optional;

/**
 * Where the chunks of files lie, as one root record lists them; {@code docs/format.md}, section 11.
 */
public record ChunkIndex(Optional<Ref> root) {
  public static final ChunkIndex EMPTY = new ChunkIndex(Optional.empty());

  public boolean isEmpty() {
    return root.isEmpty();
  }
}
