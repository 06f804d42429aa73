/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.check;

import io.tusk.files.FileEntry;
import io.tusk.pieces.Hash;
import io.tusk.pieces.Varints;
import java.util.Optional;

/**
 * Whose a path is, and what it holds.
 *
 * @param path in UTF-8, shared
 */
record Claim(byte[] path, Optional<Hash> datum, Optional<FileEntry> file) {
  /** Covers all of it. */
  long digest() {
    Varints.Output out = new Varints.Output();
    out.varint(path.length).bytes(path).u8(datum.isPresent() ? 1 : 0);
    datum.ifPresent(out::hash);
    out.u8(file.isPresent() ? 1 : 0);
    file.ifPresent(found -> out.hash(found.hash()).varint(found.size()));
    return new Varints.Input(Hash.of(out.toByteArray()).toBytes()).u64();
  }

  /** What becomes of a claim from one output to another. */
  enum Side {
    GONE,
    NEW
  }

  /** Takes claims in. */
  interface Sink {
    void take(Side side, Claim claim);
  }
}
