/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.plan;

import io.tusk.files.FileEntry;
import io.tusk.files.PathEntry;
import io.tusk.pieces.Hash;
import io.tusk.pieces.Location;
import io.tusk.pieces.Pack;
import io.tusk.pieces.PieceKind;
import io.tusk.pieces.Ref;
import io.tusk.pieces.Varints;
import java.util.Optional;

/** What a path holds, while it is carried along and sorted, so that nobody need look for it. */
final class KnownFile {
  private KnownFile() {}

  /** A file whose content is in the object store, as only that can be found again. */
  static Optional<FileEntry> of(Optional<PathEntry> entry) {
    return entry
        .filter(FileEntry.class::isInstance)
        .map(FileEntry.class::cast)
        .filter(file -> file.content().map(ref -> ref.location().pack().isDurable()).orElse(true));
  }

  static void write(FileEntry file, Varints.Output out) {
    out.varint(file.size());
    if (file.content().isPresent()) {
      Ref ref = file.content().get();
      Location at = ref.location();
      out.u8(ref.kind().code()).hash(ref.hash());
      out.hash(at.pack().name()).varint(at.offset()).varint(at.length());
    }
  }

  static FileEntry read(Varints.Input in) {
    long size = in.varint();
    if (size == 0) {
      return FileEntry.EMPTY;
    }
    PieceKind kind = PieceKind.of(in.u8());
    Hash hash = in.hash();
    Pack pack = Pack.named(in.hash());
    Location at = new Location(pack, in.varint(), in.count(Integer.MAX_VALUE));
    return new FileEntry(size, Optional.of(new Ref(kind, hash, at)));
  }
}
