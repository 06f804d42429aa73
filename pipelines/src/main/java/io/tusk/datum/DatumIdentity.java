/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.datum;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tusk.files.DirectoryEntry;
import io.tusk.name.RepoName;
import io.tusk.pieces.Hash;
import io.tusk.pieces.Varints;
import java.util.List;

/**
 * What makes a datum the same datum, and its inputs the same inputs. The id covers, per input in
 * order, its name, project, repository, branch and path, each followed by its length in bytes
 * (u64); the hash covers the id, then the kind and content hash of each input, then the salt. Both
 * begin with a version. Neither covers times, commits, code or machines.
 */
public final class DatumIdentity {
  private static final byte[] ID_VERSION = "tusk-datum-id-1".getBytes(UTF_8);
  private static final byte[] HASH_VERSION = "tusk-datum-hash-1".getBytes(UTF_8);

  private DatumIdentity() {}

  public static Hash id(List<InputPath> paths) {
    Varints.Output out = new Varints.Output();
    out.bytes(ID_VERSION);
    for (InputPath path : paths) {
      RepoName repo = path.branch().repo();
      text(out, path.input());
      text(out, repo.project().value());
      text(out, repo.name());
      text(out, path.branch().name());
      text(out, path.path().value());
    }
    return Hash.of(out.toByteArray());
  }

  public static Hash hash(Hash id, List<InputPath> paths, String salt) {
    Varints.Output out = new Varints.Output();
    out.bytes(HASH_VERSION).hash(id);
    for (InputPath path : paths) {
      out.u8(path.entry() instanceof DirectoryEntry ? 'd' : 'f').hash(path.entry().hash());
    }
    text(out, salt);
    return Hash.of(out.toByteArray());
  }

  private static void text(Varints.Output out, String text) {
    byte[] bytes = text.getBytes(UTF_8);
    out.bytes(bytes).u64(bytes.length);
  }
}
