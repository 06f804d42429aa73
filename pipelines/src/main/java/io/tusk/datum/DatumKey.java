/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.datum;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tusk.name.BranchName;
import io.tusk.name.FilePath;
import io.tusk.name.ProjectName;
import io.tusk.name.RepoName;
import io.tusk.pieces.Hash;
import io.tusk.pieces.Varints;
import io.tusk.tree.TreeParameters;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The natural key of a datum: a zero byte, then for each input path its input, project, repository,
 * branch and path, all ended by a zero byte; a directory's path ends in a slash. So the keys of a
 * pfs input sort as its paths do. A key that would be long is a byte of one and the datum's id; its
 * paths are listed beside it. {@code docs/format-jobs.md}.
 */
public final class DatumKey implements Comparable<DatumKey> {
  /** A path that a key names. */
  public record Part(String input, BranchName branch, FilePath path, Kind kind) {
    public boolean isDirectory() {
      return kind == Kind.DIRECTORY;
    }
  }

  /** What a path was when its datum was made. */
  public enum Kind {
    FILE,
    DIRECTORY
  }

  private static final int MOST_BYTES = 1_000;

  /** Beside the key an entry holds as much again for each path, and a record. */
  private static final int PART_OF_ENTRY = 6;

  private static final int OF_PATHS = 0;
  private static final int OF_ID = 1;

  private final byte[] bytes;

  private DatumKey(byte[] bytes) {
    this.bytes = bytes;
  }

  public static DatumKey ofBytes(byte[] bytes) {
    return new DatumKey(bytes);
  }

  /**
   * The key of the datum with these paths in trees of these parameters.
   *
   * @param parts read twice where they make a long key
   */
  public static DatumKey of(Iterable<Part> parts, TreeParameters trees) {
    int most = Math.min(MOST_BYTES, trees.entryMax() / PART_OF_ENTRY);
    Varints.Output out = new Varints.Output();
    out.u8(OF_PATHS);
    for (Part part : parts) {
      write(part, out);
      if (out.size() > most) {
        return ofId(DatumIdentity.id(parts));
      }
    }
    return new DatumKey(out.toByteArray());
  }

  /** The long key of the datum with that id. */
  static DatumKey ofId(Hash id) {
    return new DatumKey(new Varints.Output().u8(OF_ID).hash(id).toByteArray());
  }

  static void write(Part part, Varints.Output out) {
    RepoName repo = part.branch().repo();
    text(out, part.input());
    text(out, repo.project().value());
    text(out, repo.name());
    text(out, part.branch().name());
    boolean slash = part.isDirectory() && !part.path().isRoot();
    text(out, part.path().value() + (slash ? "/" : ""));
  }

  private static void text(Varints.Output out, String text) {
    out.bytes(text.getBytes(UTF_8)).u8(0);
  }

  /** Whether the key is made of the datum's id, and its paths are listed elsewhere. */
  public boolean isLong() {
    return bytes.length > 0 && bytes[0] == OF_ID;
  }

  /** What a long key is made of. */
  public Optional<Hash> id() {
    return isLong() && bytes.length == 1 + Hash.BYTES
        ? Optional.of(Hash.fromBytes(bytes, 1))
        : Optional.empty();
  }

  /** The paths that the key names; none if it is long. */
  public List<Part> parts() {
    List<Part> parts = new ArrayList<>();
    if (isLong()) {
      return parts;
    }
    List<String> texts = new ArrayList<>();
    int from = 0;
    for (int i = 0; i < bytes.length; i++) {
      if (bytes[i] == 0) {
        texts.add(new String(bytes, from, i - from, UTF_8));
        from = i + 1;
      }
    }
    for (int i = 1; i + 5 <= texts.size(); i += 5) {
      RepoName repo = new RepoName(new ProjectName(texts.get(i + 1)), texts.get(i + 2));
      String path = texts.get(i + 4);
      parts.add(
          new Part(
              texts.get(i),
              new BranchName(repo, texts.get(i + 3)),
              FilePath.parse(path),
              path.endsWith("/") ? Kind.DIRECTORY : Kind.FILE));
    }
    return parts;
  }

  /** The bytes, shared, not copied. */
  public byte[] bytes() {
    return bytes;
  }

  @Override
  public int compareTo(DatumKey other) {
    return Arrays.compareUnsigned(bytes, other.bytes);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof DatumKey key && Arrays.equals(bytes, key.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  /** For messages: the paths, as {@code repo@branch:/path}, or the id that it is made of. */
  @Override
  public String toString() {
    if (id().isPresent()) {
      return id().get().toString();
    }
    return String.join(
        ", ", parts().stream().map(part -> part.branch() + ":" + part.path()).toList());
  }
}
