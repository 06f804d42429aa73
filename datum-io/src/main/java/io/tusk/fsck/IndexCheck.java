/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.fsck;

import io.tusk.error.TuskException;
import io.tusk.index.ChunkBatch;
import io.tusk.index.ChunkIndex;
import io.tusk.index.ChunkIndexes;
import io.tusk.objects.ObjectStore;
import io.tusk.pieces.Pack;
import io.tusk.pieces.PieceReader;
import io.tusk.pieces.Ref;

/**
 * Every node of an index must be readable, and every chunk where the index says. Chunks come in the
 * order of their hashes, so they are gathered and looked up pack by pack. What is wrong hides
 * nothing: no file is read through an index.
 */
final class IndexCheck implements ChunkIndexes.Visitor {
  private final ChunkIndexes indexes;
  private final Problems problems;
  private final Reach reach;
  private ChunkBatch batch = new ChunkBatch();

  IndexCheck(ObjectStore objects, Problems problems, Reach reach) {
    this.indexes = new ChunkIndexes(new PieceReader(objects));
    this.problems = problems;
    this.reach = reach;
  }

  void run(ChunkIndex index) {
    indexes.walk(index, this);
    checkBatch();
  }

  @Override
  public void chunk(Ref chunk) {
    batch.add(chunk);
    if (batch.isFull()) {
      checkBatch();
    }
  }

  private void checkBatch() {
    batch.byPack().forEachRemaining(this::check);
    batch = new ChunkBatch();
  }

  private void check(Ref chunk) {
    if (reach.isAbsent(chunk)) {
      problems.reportHarmless(
          chunk.location().pack().key(),
          "chunk "
              + chunk.hash()
              + ", which the index of chunks lists, is not at "
              + chunk.location().offset()
              + " of it");
    }
  }

  @Override
  public void damaged(Ref node, TuskException fact) {
    Pack pack = node.location().pack();
    if (!reach.isGone(pack.name())) {
      problems.reportHarmless(
          pack.key(),
          "the index of chunks is damaged, so that content may be stored twice until a commit"
              + " starts a new one: "
              + Problems.fact(fact));
    }
  }
}
