/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.pieces;

import io.tusk.error.TuskException;
import io.tusk.objects.ObjectStore;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Checks whole packs, one at a time in memory. */
public final class PackVerifier {
  private static final Pack SELF = Pack.named(Hash.OF_EMPTY);

  private final ObjectStore store;

  public PackVerifier(ObjectStore store) {
    this.store = store;
  }

  /**
   * Reads the pack and checks that all its bytes hash to its name, that its structure is that of
   * {@code docs/format.md}, section 3, and that every piece hashes to what the directory says.
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
    Optional<byte[]> content =
        size.flatMap(length -> store.reread(key, 0, Math.toIntExact(length)));
    if (content.isEmpty()) {
      problems.add(new PackProblem(key, "is missing"));
    }
    return content;
  }

  private static void check(
      String key, byte[] content, List<PackProblem> problems, Set<PackPiece> sound) {
    List<PackPiece> directory;
    try {
      directory = PackFormat.directory(content);
    } catch (TuskException e) {
      problems.add(new PackProblem(key, e.getMessage()));
      return;
    }
    List<PackPiece> byOffset = new ArrayList<>(directory);
    byOffset.sort(PackFormat.BY_OFFSET);
    Map<PackPiece, String> faults = new HashMap<>();
    List<Hash> digests = new ArrayList<>(byOffset.size());
    for (PackPiece piece : byOffset) {
      digests.add(check(piece, content, faults));
    }
    if (!digests.contains(null)) {
      int end = PackFormat.endBytes(directory.size());
      Hash actual =
          PackFormat.name(
              digests, Arrays.copyOfRange(content, content.length - end, content.length));
      if (!Pack.key(actual).equals(key)) {
        problems.add(new PackProblem(key, "its bytes hash to " + actual + ", not to its name"));
      }
    }
    for (String fact : PackFormat.disorder(directory, content.length)) {
      problems.add(new PackProblem(key, fact));
    }
    for (PackPiece piece : directory) {
      String fault = faults.get(piece);
      if (fault == null) {
        sound.add(piece);
      } else {
        problems.add(
            new PackProblem(
                key, piece.kind().word() + " " + piece.hash() + " at " + piece.offset() + fault));
      }
    }
  }

  /** The digest of the piece's frame, or null where it has none; notes what is wrong with it. */
  private static Hash check(PackPiece piece, byte[] content, Map<PackPiece, String> faults) {
    if (piece.offset() < PackFormat.HEADER_BYTES
        || piece.length() < 0
        || piece.offset() > content.length - piece.length()) {
      faults.put(piece, " lies outside of the pack");
      return null;
    }
    int from = (int) piece.offset();
    Hash digest = Hash.of(content, from, piece.length());
    Hash hash = digest;
    if (piece.kind() == PieceKind.NODE) {
      byte[] frame = Arrays.copyOfRange(content, from, from + piece.length());
      try {
        hash = Hash.of(NodePiece.decode(frame, SELF).hashed());
      } catch (TuskException e) {
        faults.put(piece, " is altered: " + e.getMessage());
        return digest;
      }
    }
    if (!hash.equals(piece.hash())) {
      faults.put(piece, " is altered");
    }
    return digest;
  }
}
