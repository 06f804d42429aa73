/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.files;

import io.tusk.pieces.Hash;
import io.tusk.pieces.Ref;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;

/**
 * The chunks of a file that is there, for a new version of it: those around the place where the
 * last one was found again, so that memory is bounded whatever the size of the file.
 */
final class KnownChunks {
  private static final int MOST_CHUNKS = 8_192;
  private static final int AHEAD = MOST_CHUNKS / 2;

  private final Iterator<Ref> chunks;
  private final Deque<Hash> order = new ArrayDeque<>();
  private final Map<Hash, Long> positions = new HashMap<>();
  private final Map<Hash, Ref> window = new HashMap<>();
  private long read;

  /** {@code chunks}: in the order of the file. */
  KnownChunks(Iterator<Ref> chunks) {
    this.chunks = chunks;
    readUpTo(AHEAD);
  }

  Optional<Ref> find(Hash hash) {
    Ref found = window.get(hash);
    if (found != null) {
      readUpTo(positions.get(hash) + AHEAD);
    }
    return Optional.ofNullable(found);
  }

  private void readUpTo(long position) {
    while (read < position && chunks.hasNext()) {
      Ref chunk = chunks.next();
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
