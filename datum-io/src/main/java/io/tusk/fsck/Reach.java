/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.fsck;

import io.tusk.error.ErrorCode;
import io.tusk.error.TuskException;
import io.tusk.objects.ObjectStore;
import io.tusk.pieces.Hash;
import io.tusk.pieces.NodePiece;
import io.tusk.pieces.PackDirectory;
import io.tusk.pieces.PieceKind;
import io.tusk.pieces.PieceReader;
import io.tusk.pieces.Ref;
import io.tusk.tree.Node;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Follows references from roots. Nodes are read, each place once; chunks are only looked up in
 * their pack's directory, since whole packs are verified elsewhere. Memory grows with the number of
 * distinct nodes, not of files: about a hundred files share one.
 */
final class Reach {
  private static final long DIRECTORY_BYTES = 128L << 20;

  /** One copy of a node: equal nodes in two packs may refer to different places. */
  private record Place(Hash pack, long offset) {}

  private final ObjectStore objects;
  private final PieceReader pieces;
  private final Problems problems;
  private final Set<Place> seen = new HashSet<>();
  private final Set<Hash> unusable = new HashSet<>();
  private final Set<Hash> missing = new HashSet<>();
  private final Map<Hash, PackDirectory> directories = new LinkedHashMap<>(16, 0.75f, true);
  private long directoryBytes;

  Reach(ObjectStore objects, Problems problems) {
    this.objects = objects;
    this.pieces = new PieceReader(objects);
    this.problems = problems;
  }

  /** A pack that was reported already; what refers to it is not reported again. */
  void distrust(Hash pack) {
    unusable.add(pack);
  }

  void check(Ref root) {
    Deque<Ref> stack = new ArrayDeque<>();
    stack.push(root);
    while (!stack.isEmpty()) {
      Ref ref = stack.pop();
      Hash pack = ref.location().pack().name();
      if (unusable.contains(pack) || !seen.add(new Place(pack, ref.location().offset()))) {
        continue;
      }
      try {
        NodePiece piece = pieces.node(ref);
        for (Ref next : Node.decode(piece.hashed(), piece.locations()).refs()) {
          if (next.kind() == PieceKind.NODE) {
            stack.push(next);
          } else {
            checkChunk(next);
          }
        }
      } catch (TuskException e) {
        if (e.code() != ErrorCode.CORRUPT) {
          throw e;
        }
        if (isThere(pack)) {
          problems.report(ref.location().pack().key(), Problems.fact(e));
        }
      }
    }
  }

  private void checkChunk(Ref chunk) {
    if (isAbsent(chunk)) {
      problems.report(
          chunk.location().pack().key(),
          "chunk " + chunk.hash() + " is not at " + chunk.location().offset() + " of it");
    }
  }

  /** Whether the chunk's pack is there and does not hold it. */
  boolean isAbsent(Ref chunk) {
    Hash pack = chunk.location().pack().name();
    return !unusable.contains(pack) && isThere(pack) && !directory(pack).holds(chunk);
  }

  /** Whether there is no such pack; it is reported, once. */
  boolean isGone(Hash pack) {
    return unusable.contains(pack) ? missing.contains(pack) : !isThere(pack);
  }

  /** Reports a missing pack, once. */
  private boolean isThere(Hash pack) {
    if (directories.containsKey(pack)) {
      return true;
    }
    Optional<PackDirectory> directory = PackDirectory.read(objects, pack);
    if (directory.isEmpty()) {
      unusable.add(pack);
      missing.add(pack);
      problems.report(io.tusk.pieces.Pack.named(pack).key(), "the object is missing");
      return false;
    }
    keep(pack, directory.get());
    return true;
  }

  private PackDirectory directory(Hash pack) {
    return directories.get(pack);
  }

  private void keep(Hash pack, PackDirectory directory) {
    directories.put(pack, directory);
    directoryBytes += directory.bytes();
    Iterator<PackDirectory> eldest = directories.values().iterator();
    while (directoryBytes > DIRECTORY_BYTES && directories.size() > 1) {
      directoryBytes -= eldest.next().bytes();
      eldest.remove();
    }
  }
}
