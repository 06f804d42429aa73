/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.datum;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tusk.files.DirectoryEntry;
import io.tusk.files.PathEntry;
import io.tusk.name.RepoName;
import io.tusk.pieces.Hash;
import io.tusk.pieces.Varints;
import java.security.MessageDigest;

/**
 * What makes a datum the same datum, and its inputs the same inputs. The id covers, per path in
 * order, its input's name, project, repository, branch and path, each followed by its length in
 * bytes (u64); the hash covers, per path, its kind and, unless its input counts by path alone, its
 * content hash, then the salt and the id. Both begin with a version. Neither covers times, commits,
 * code or machines. Paths are added one after another, so that a datum may have any number of them.
 */
public final class DatumIdentity {
  private static final byte[] ID_VERSION = "tusk-datum-id-1".getBytes(UTF_8);
  private static final byte[] HASH_VERSION = "tusk-datum-hash-1".getBytes(UTF_8);

  private final MessageDigest id = Hash.newDigest();
  private final MessageDigest content = Hash.newDigest();

  public DatumIdentity() {
    id.update(ID_VERSION);
    content.update(HASH_VERSION);
  }

  /** Adds a path to the id. */
  public void path(DatumKey.Part part) {
    RepoName repo = part.branch().repo();
    text(id, part.input());
    text(id, repo.project().value());
    text(id, repo.name());
    text(id, part.branch().name());
    text(id, part.path().value());
  }

  /** Adds to the hash what a path is that counts by itself. */
  public void kind(PathEntry entry) {
    content.update((byte) (entry instanceof DirectoryEntry ? 'd' : 'f'));
  }

  /** Adds to the hash what a path is, and what it holds. */
  public void content(PathEntry entry) {
    kind(entry);
    content.update(entry.hash().toBytes());
  }

  /** The id; no path may be added to it afterwards. */
  public Hash id() {
    return Hash.fromBytes(id.digest(), 0);
  }

  /** The hash; for after the id. */
  public Hash hash(Hash ofId, String salt) {
    text(content, salt);
    content.update(ofId.toBytes());
    return Hash.fromBytes(content.digest(), 0);
  }

  /** The id of a datum that has these paths. */
  public static Hash id(Iterable<DatumKey.Part> parts) {
    DatumIdentity identity = new DatumIdentity();
    parts.forEach(identity::path);
    return identity.id();
  }

  private static void text(MessageDigest digest, String text) {
    byte[] bytes = text.getBytes(UTF_8);
    digest.update(bytes);
    digest.update(new Varints.Output().u64(bytes.length).toByteArray());
  }
}
