/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.beam;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tusk.files.FileSet;
import io.tusk.pieces.PieceKind;
import io.tusk.pieces.Ref;
import io.tusk.pieces.RefJson;
import io.tusk.tree.Tree;
import java.io.Serializable;
import java.util.Optional;

/**
 * A file set of a store, for elements and graphs.
 *
 * @param root where its root lies, as text; empty for one without files
 */
record StoredSet(String root, long files, long bytes) implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final ObjectMapper JSON = new ObjectMapper();

  static StoredSet of(FileSet set) {
    return new StoredSet(
        set.root().root().map(StoredSet::text).orElse(""), set.files(), set.bytes());
  }

  FileSet set() {
    return root.isEmpty()
        ? FileSet.EMPTY
        : new FileSet(Tree.stored(ref(PieceKind.NODE, root)), files, bytes);
  }

  static String text(Ref ref) {
    return RefJson.write(ref).toString();
  }

  /** What {@link #text} wrote. */
  static Ref ref(PieceKind kind, String text) {
    try {
      return RefJson.read(kind, JSON.readTree(text));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("not a reference: " + text, e);
    }
  }

  static Optional<Ref> optionalRef(PieceKind kind, String text) {
    return text.isEmpty() ? Optional.empty() : Optional.of(ref(kind, text));
  }
}
