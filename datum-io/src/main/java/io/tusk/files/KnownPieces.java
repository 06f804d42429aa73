/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.files;

import io.tusk.pieces.Hash;
import io.tusk.pieces.Ref;
import io.tusk.tree.SequencePart;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The chunks of a file that is there, and the nodes above them, for a new version of it: those
 * around the place where the last chunk was found again, so that memory is bounded whatever the
 * size of the file.
 */
final class KnownPieces {
  private static final int MOST_CHUNKS = 8_192;
  private static final int AHEAD = MOST_CHUNKS / 2;

  /** The first ones of a file are those that are needed last. */
  private static final int MOST_NODES = 16_384;

  private final Iterator<SequencePart> chunks;
  private final Deque<Hash> order = new ArrayDeque<>();
  private final Map<Hash, Long> positions = new HashMap<>();
  private final Map<Hash, Ref> window = new HashMap<>();
  private final Map<Hash, Ref> nodes = new HashMap<>();
  private long read;

  /**
   * {@code chunks}: makes the iterator over the file's chunks, which tells of each node it reads.
   */
  KnownPieces(Function<Consumer<Ref>, Iterator<SequencePart>> chunks) {
    this.chunks = chunks.apply(this::visited);
    readUpTo(AHEAD);
  }

  private void visited(Ref node) {
    if (nodes.size() < MOST_NODES) {
      nodes.put(node.hash(), node);
    }
  }

  Optional<Ref> chunk(Hash hash) {
    Ref found = window.get(hash);
    if (found != null) {
      readUpTo(positions.get(hash) + AHEAD);
    }
    return Optional.ofNullable(found);
  }

  Optional<Ref> node(Hash hash) {
    return Optional.ofNullable(nodes.get(hash));
  }

  private void readUpTo(long position) {
    while (read < position && chunks.hasNext()) {
      Ref chunk = chunks.next().chunk();
      if (window.put(chunk.hash(), chunk) == null) {
        order.add(chunk.hash());
      }
      positions.put(chunk.hash(), read);
      read++;
      if (order.size() > MOST_CHUNKS) {
        Hash eldest = order.remove();
        window.remove(eldest);
        positions.remove(eldest);
      }
    }
  }
}
