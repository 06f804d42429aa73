/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.datum;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tusk.error.ErrorCode;
import io.tusk.error.TuskException;
import io.tusk.files.DirectoryEntry;
import io.tusk.name.BranchName;
import io.tusk.name.FilePath;
import io.tusk.name.ProjectName;
import io.tusk.name.RepoName;
import io.tusk.pieces.Varints;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The natural key of a datum: the join or group value (empty for other inputs), then for each input
 * path its input, project, repository, branch and path, all ended by a zero byte; a directory's
 * path ends in a slash. So the keys of a pfs input sort as its paths do. {@code
 * docs/format-jobs.md}.
 */
public final class DatumKey implements Comparable<DatumKey> {
  /** A path that a key names. */
  public record Part(String input, BranchName branch, FilePath path, Kind kind) {}

  /** What a path was when its datum was made. */
  public enum Kind {
    FILE,
    DIRECTORY
  }

  private static final int MOST_BYTES = 4_400;

  private final byte[] bytes;

  private DatumKey(byte[] bytes) {
    this.bytes = bytes;
  }

  public static DatumKey ofBytes(byte[] bytes) {
    return new DatumKey(bytes);
  }

  /**
   * The key of a datum without a join or group value.
   *
   * @throws TuskException INVALID for one that is too long for the trees
   */
  public static DatumKey of(List<InputPath> paths) {
    Varints.Output out = new Varints.Output();
    out.u8(0);
    for (InputPath path : paths) {
      RepoName repo = path.branch().repo();
      text(out, path.input());
      text(out, repo.project().value());
      text(out, repo.name());
      text(out, path.branch().name());
      boolean slash = path.entry() instanceof DirectoryEntry && !path.path().isRoot();
      text(out, path.path().value() + (slash ? "/" : ""));
    }
    return bounded(new DatumKey(out.toByteArray()));
  }

  private static void text(Varints.Output out, String text) {
    out.bytes(text.getBytes(UTF_8)).u8(0);
  }

  private static DatumKey bounded(DatumKey key) {
    int length = key.bytes.length;
    if (length > MOST_BYTES) {
      throw new TuskException(
          ErrorCode.INVALID,
          "the names and paths of the inputs of datum "
              + key
              + " take "
              + length
              + " bytes, and at most "
              + MOST_BYTES
              + " are possible; shorten the names of the inputs or the paths");
    }
    return key;
  }

  /** The paths that the key names. */
  public List<Part> parts() {
    List<Part> parts = new ArrayList<>();
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

  /** For messages: the paths, as {@code repo@branch:/path}. */
  @Override
  public String toString() {
    return String.join(
        ", ", parts().stream().map(part -> part.branch() + ":" + part.path()).toList());
  }
}
