/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.output;

import io.tusk.files.FileEntry;
import io.tusk.pieces.Hash;
import io.tusk.pieces.Location;
import io.tusk.pieces.Pack;
import io.tusk.pieces.PieceKind;
import io.tusk.pieces.Ref;
import io.tusk.pieces.Varints;
import java.util.Optional;

/** A file that a datum wrote, as it waits to be sorted; its content is durable. */
record OutputFile(Hash datum, FileEntry file) {
  byte[] encode() {
    Varints.Output out = new Varints.Output();
    out.hash(datum).varint(file.size());
    Optional<Ref> content = file.content();
    if (content.isPresent()) {
      Ref ref = content.get();
      out.u8(ref.kind() == PieceKind.CHUNK ? 1 : 2)
          .hash(ref.hash())
          .hash(ref.location().pack().name())
          .varint(ref.location().offset())
          .varint(ref.location().length());
    }
    return out.toByteArray();
  }

  static OutputFile decode(byte[] bytes) {
    Varints.Input in = new Varints.Input(bytes);
    Hash datum = in.hash();
    long size = in.varint();
    Optional<Ref> content = Optional.empty();
    if (!in.atEnd()) {
      PieceKind kind = in.u8() == 1 ? PieceKind.CHUNK : PieceKind.NODE;
      Hash hash = in.hash();
      Pack pack = Pack.named(in.hash());
      long offset = in.varint();
      content = Optional.of(new Ref(kind, hash, new Location(pack, offset, (int) in.varint())));
    }
    return new OutputFile(datum, new FileEntry(size, content));
  }
}
