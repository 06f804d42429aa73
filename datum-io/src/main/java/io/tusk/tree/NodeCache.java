/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.tree;

import io.tusk.pieces.Hash;
import io.tusk.pieces.Pack;
import io.tusk.pieces.Ref;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Decoded nodes, the last used ones up to a bound in bytes. A node of a pack that is not durable is
 * found only by a reference into that same pack: if its write is given up, an equal node of another
 * write must not lead to the lost pieces. Safe for many threads.
 */
final class NodeCache {
  private static final int SHARDS = 16;

  /** Bytes of memory that a node takes for each byte of its hashed part: 3 to 6, measured. */
  private static final int DECODED_FACTOR = 6;

  private record Cached(Node node, Pack pack) {
    long bytes() {
      return (long) DECODED_FACTOR * node.hashed().length;
    }
  }

  private static final class Shard {
    private final Map<Hash, Cached> nodes = new LinkedHashMap<>(16, 0.75f, true);
    private long bytes;

    synchronized Cached find(Hash hash) {
      return nodes.get(hash);
    }

    synchronized void put(Cached cached, long maxBytes) {
      Cached replaced = nodes.put(cached.node().hash(), cached);
      bytes += cached.bytes() - (replaced == null ? 0 : replaced.bytes());
      Iterator<Cached> eldest = nodes.values().iterator();
      while (bytes > maxBytes) {
        bytes -= eldest.next().bytes();
        eldest.remove();
      }
    }

    synchronized long bytes() {
      return bytes;
    }
  }

  private final Shard[] shards = new Shard[SHARDS];
  private final long maxShardBytes;

  NodeCache(long maxBytes) {
    this.maxShardBytes = maxBytes / SHARDS;
    for (int i = 0; i < SHARDS; i++) {
      shards[i] = new Shard();
    }
  }

  /** Null when it is not there. */
  Node find(Ref ref) {
    Cached cached = shard(ref.hash()).find(ref.hash());
    Pack pack = ref.location().pack();
    return cached != null && (cached.pack() == pack || cached.pack().isDurable())
        ? cached.node()
        : null;
  }

  void put(Ref ref, Node node) {
    shard(ref.hash()).put(new Cached(node, ref.location().pack()), maxShardBytes);
  }

  /** The bytes of memory that the cached nodes are taken to need. */
  long bytes() {
    long bytes = 0;
    for (Shard shard : shards) {
      bytes += shard.bytes();
    }
    return bytes;
  }

  private Shard shard(Hash hash) {
    return shards[hash.hashCode() & (SHARDS - 1)];
  }
}
