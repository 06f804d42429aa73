/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.index;

import io.tusk.pieces.Hash;
import io.tusk.pieces.Pack;
import io.tusk.pieces.Ref;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The nodes used last, up to a bound in bytes. A node of a pack that is not durable is found only
 * by a reference into that same pack: if its write is given up, an equal node of another write must
 * not lead to the lost pieces. Safe for many threads.
 */
final class IndexNodeCache {
  private record Cached(IndexNode node, Pack pack) {}

  private final Map<Hash, Cached> nodes = new LinkedHashMap<>(16, 0.75f, true);
  private final long maxBytes;
  private long bytes;

  IndexNodeCache(long maxBytes) {
    this.maxBytes = maxBytes;
  }

  /** Null when it is not there. */
  synchronized IndexNode find(Ref ref) {
    Cached cached = nodes.get(ref.hash());
    return cached != null && (cached.pack() == ref.location().pack() || cached.pack().isDurable())
        ? cached.node()
        : null;
  }

  synchronized void put(Ref ref, IndexNode node) {
    Cached replaced = nodes.put(ref.hash(), new Cached(node, ref.location().pack()));
    bytes += node.bytes() - (replaced == null ? 0 : replaced.node().bytes());
    Iterator<Cached> eldest = nodes.values().iterator();
    while (bytes > maxBytes) {
      bytes -= eldest.next().node().bytes();
      eldest.remove();
    }
  }

  /** The bytes of memory that the cached nodes are taken to need. */
  synchronized long bytes() {
    return bytes;
  }
}
