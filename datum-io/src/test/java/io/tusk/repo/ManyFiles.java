/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.repo;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tusk.files.FileEntry;
import io.tusk.files.FileSet;
import io.tusk.files.FileSetEditor;
import io.tusk.name.FilePath;
import io.tusk.pieces.Hash;
import io.tusk.pieces.Location;
import io.tusk.pieces.Pack;
import io.tusk.pieces.PieceKind;
import io.tusk.pieces.Ref;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;

/** Files of different content, which is nowhere and which nobody reads. */
final class ManyFiles {
  private static final int IN_A_PACK = 10_000;

  private ManyFiles() {}

  static String path(int i) {
    return String.format(Locale.ROOT, "/d%03d/f%06d", i / 1_000, i);
  }

  static FileSet of(int count, TuskStore store, FileSet base, Transaction tx, Random random) {
    Pack[] packs = new Pack[1 + count / IN_A_PACK];
    for (int i = 0; i < packs.length; i++) {
      packs[i] = Pack.named(Hash.of(("pack " + i).getBytes(UTF_8)));
    }
    FileSetEditor editor = store.files().edit(base, tx.out());
    byte[] hash = new byte[Hash.BYTES];
    for (int i = 0; i < count; i++) {
      random.nextBytes(hash);
      Location location = new Location(packs[i / IN_A_PACK], 12L + i % IN_A_PACK * 3_000L, 3_000);
      Ref chunk = new Ref(PieceKind.CHUNK, Hash.fromBytes(hash, 0), location);
      editor.put(new FilePath(path(i)), new FileEntry(3_000, Optional.of(chunk)));
    }
    return editor.finish();
  }
}
