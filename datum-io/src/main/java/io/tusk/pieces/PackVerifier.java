/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.pieces;

import io.tusk.error.TuskException;
import io.tusk.objects.ObjectStore;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Checks whole packs, one at a time in memory. */
public final class PackVerifier {
  private final ObjectStore store;

  public PackVerifier(ObjectStore store) {
    this.store = store;
  }

  /**
   * Reads the pack and checks that its bytes hash to its name, that its structure is that of {@code
   * docs/format.md}, section 3, and that every piece hashes to what the directory says.
   *
   * @throws TuskException STORAGE when it cannot be read; damage is reported, never thrown
   */
  public PackReport verify(String key) {
    List<PackProblem> problems = new ArrayList<>();
    Set<PackPiece> sound = new LinkedHashSet<>();
    content(key, problems).ifPresent(content -> check(key, content, problems, sound));
    return new PackReport(List.copyOf(problems), Collections.unmodifiableSet(sound));
  }

  private Optional<byte[]> content(String key, List<PackProblem> problems) {
    Optional<Long> size = store.size(key);
    if (size.isPresent() && size.get() > PackFormat.MAX_PACK_BYTES) {
      problems.add(
          new PackProblem(
              key, "is " + size.get() + " bytes long; at most " + PackFormat.MAX_PACK_BYTES));
      return Optional.empty();
    }
    Optional<byte[]> content = size.flatMap(any -> store.read(key));
    if (content.isEmpty()) {
      problems.add(new PackProblem(key, "is missing"));
    }
    return content;
  }

  private static void check(
      String key, byte[] content, List<PackProblem> problems, Set<PackPiece> sound) {
    Hash actual = Hash.of(content);
    if (!Pack.key(actual).equals(key)) {
      problems.add(new PackProblem(key, "its bytes hash to " + actual + ", not to its name"));
    }
    List<PackPiece> directory;
    try {
      directory = PackFormat.directory(content);
    } catch (TuskException e) {
      problems.add(new PackProblem(key, e.getMessage()));
      return;
    }
    for (String fact : PackFormat.disorder(directory, content.length)) {
      problems.add(new PackProblem(key, fact));
    }
    Pack pack = Pack.named(actual);
    for (PackPiece piece : directory) {
      String fault = fault(piece, content, pack);
      if (fault == null) {
        sound.add(piece);
      } else {
        problems.add(
            new PackProblem(
                key, piece.kind().word() + " " + piece.hash() + " at " + piece.offset() + fault));
      }
    }
  }

  /** What is wrong with a piece, or null. */
  private static String fault(PackPiece piece, byte[] content, Pack pack) {
    if (piece.offset() < PackFormat.HEADER_BYTES
        || piece.length() < 0
        || piece.offset() > content.length - piece.length()) {
      return " lies outside of the pack";
    }
    int from = (int) piece.offset();
    byte[] frame = Arrays.copyOfRange(content, from, from + piece.length());
    byte[] hashed = frame;
    if (piece.kind() == PieceKind.NODE) {
      try {
        hashed = NodePiece.decode(frame, pack).hashed();
      } catch (TuskException e) {
        return " is altered: " + e.getMessage();
      }
    }
    return Hash.of(hashed).equals(piece.hash()) ? null : " is altered";
  }
}
