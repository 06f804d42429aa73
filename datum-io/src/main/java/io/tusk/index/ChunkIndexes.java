/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.index;

import io.tusk.error.ErrorCode;
import io.tusk.error.TuskException;
import io.tusk.pieces.Hash;
import io.tusk.pieces.PackWriter;
import io.tusk.pieces.PieceReader;
import io.tusk.pieces.Ref;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Reads and edits indexes of chunks. An index is a hint: damage to it, which is CORRUPT elsewhere,
 * is taken here for a chunk that is not listed, and makes the next edit start a new index. Other
 * errors of the object store are thrown. Nodes are cached, the last used ones up to a bound in
 * bytes. Safe for many threads.
 */
public final class ChunkIndexes {
  /** Told what an index holds. */
  public interface Visitor {
    void chunk(Ref chunk);

    /** A node is missing or altered: what lies below it is not visited. */
    void damaged(Ref node, TuskException fact);
  }

  private static final long CACHE_BYTES = 64 << 20;

  /** Batches up to this size are freed of what is listed already before anything is rewritten. */
  private static final int LOOKED_UP = 1 << 10;

  private final PieceReader pieces;
  private final AtomicLong visited = new AtomicLong();
  private final IndexNodeCache cache = new IndexNodeCache(CACHE_BYTES);

  /** The chunk at which a lookup met damage last; null without damage. */
  private volatile Hash unfound;

  public ChunkIndexes(PieceReader pieces) {
    this.pieces = pieces;
  }

  /** Where the chunk lies, as far as the index says. */
  public Optional<Ref> find(ChunkIndex index, Hash chunk) {
    try {
      return Optional.ofNullable(require(index, chunk));
    } catch (TuskException e) {
      requireDamage(e);
      unfound = chunk;
      return Optional.empty();
    }
  }

  /** The reference nearest to the root, or null; CORRUPT where a node on the way is damaged. */
  private Ref require(ChunkIndex index, Hash chunk) {
    Ref next = index.root().orElse(null);
    for (int depth = 0; next != null; depth++) {
      IndexNode node = node(next, depth);
      Ref found = node.find(chunk);
      if (found != null) {
        return found;
      }
      next = node.child(chunk.digit(depth));
    }
    return null;
  }

  /**
   * The index with the chunks of {@code batch} too; of a chunk that is listed already either
   * reference may stay. New nodes go to {@code out}. Where {@code base} is damaged, as far as it is
   * read, the result lists the batch alone.
   */
  public ChunkIndex add(ChunkIndex base, ChunkBatch batch, PackWriter out) {
    try {
      Hash suspect = unfound;
      if (suspect != null) {
        require(base, suspect);
        unfound = null;
      }
      ChunkBatch fresh = batch.size() <= LOOKED_UP ? missing(base, batch) : batch;
      return fresh.isEmpty() ? base : new IndexEditing(this, fresh, out).apply(base);
    } catch (TuskException e) {
      requireDamage(e);
      unfound = null;
      return new IndexEditing(this, batch, out).apply(ChunkIndex.EMPTY);
    }
  }

  private ChunkBatch missing(ChunkIndex base, ChunkBatch batch) {
    ChunkBatch missing = new ChunkBatch();
    for (Ref chunk : batch.sorted(0, batch.size())) {
      if (require(base, chunk.hash()) == null) {
        missing.add(chunk);
      }
    }
    return missing;
  }

  /**
   * {@code mine}, which was made from {@code base}, with what {@code newer} has and {@code base}
   * has not. Costs what {@code newer} differs by, not what {@code mine} does.
   */
  public ChunkIndex combine(ChunkIndex base, ChunkIndex mine, ChunkIndex newer, PackWriter out) {
    ChunkIndex combined = mine;
    try {
      IndexDifferences differences = new IndexDifferences(this, base, newer);
      while (differences.hasNext()) {
        ChunkBatch batch = new ChunkBatch();
        while (differences.hasNext() && !batch.isFull()) {
          batch.add(differences.next());
        }
        combined = add(combined, batch, out);
      }
    } catch (TuskException e) {
      requireDamage(e);
    }
    return combined;
  }

  /** Visits the whole index, in no order that is of use; a path of nodes is in memory at a time. */
  public void walk(ChunkIndex index, Visitor visitor) {
    index.root().ifPresent(root -> walk(root, 0, visitor));
  }

  private void walk(Ref ref, int depth, Visitor visitor) {
    IndexNode node;
    try {
      node = node(ref, depth);
    } catch (TuskException e) {
      requireDamage(e);
      visitor.damaged(ref, e);
      return;
    }
    node.entries().forEach(visitor::chunk);
    for (Ref child : node.children()) {
      if (child != null) {
        walk(child, depth + 1, visitor);
      }
    }
  }

  IndexNode node(Ref ref, int depth) {
    visited.incrementAndGet();
    IndexNode cached = cache.find(ref);
    if (cached != null) {
      return cached;
    }
    IndexNode node = IndexNode.decode(pieces.node(ref), depth);
    cache.put(ref, node);
    return node;
  }

  void written(Ref ref, IndexNode node) {
    cache.put(ref, node);
  }

  /** How many nodes were looked at since this object was made, cached or not. */
  public long nodesVisited() {
    return visited.get();
  }

  private static void requireDamage(TuskException e) {
    if (e.code() != ErrorCode.CORRUPT) {
      throw e;
    }
  }
}
