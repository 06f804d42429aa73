/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.index;

import static org.assertj.core.api.Assertions.assertThat;

import io.tusk.pieces.Ref;
import org.junit.jupiter.api.Test;

/** What an index of a million chunks costs: nodes read and written, and bytes. */
class ChunkIndexCostTest {
  private static final int MILLION = 1_000_000;
  private static final int SINGLES = 1_000;
  private static final int DEPTH = 6;

  @Test
  void aMillionChunks() {
    long seed = 21;
    try (IndexFixture fixture = new IndexFixture(seed)) {
      ChunkIndex index =
          fixture.indexes.add(ChunkIndex.EMPTY, fixture.randomBatch(MILLION), fixture.out);
      assertThat(fixture.depth(index)).as("seed %d", seed).isLessThanOrEqualTo(DEPTH);
      int nodes = fixture.newNodes(ChunkIndex.EMPTY, index);
      assertThat(nodes).as("nodes in all").isLessThan(MILLION / 10);
      assertThat(fixture.out.bytesStored())
          .as("a bulk writes each node once")
          .isLessThan(160L * MILLION);

      index = assertSingles(fixture, index, seed);
      assertLookups(fixture, index, seed);

      long stored = fixture.out.bytesStored();
      ChunkIndex more = fixture.indexes.add(index, fixture.randomBatch(10_000), fixture.out);
      assertThat(fixture.newNodes(index, more)).as("nodes for ten thousand").isLessThan(10_000 / 2);
      assertThat(fixture.out.bytesStored() - stored).isLessThan(10_000L * 3_000);
    }
  }

  /** One at a time, as commits of one file do. */
  private static ChunkIndex assertSingles(IndexFixture fixture, ChunkIndex base, long seed) {
    ChunkIndex index = base;
    long stored = fixture.out.bytesStored();
    long written = 0;
    for (int i = 0; i < SINGLES; i++) {
      Ref chunk = fixture.chunk();
      long visited = fixture.indexes.nodesVisited();
      ChunkIndex next = fixture.add(index, chunk);
      assertThat(fixture.indexes.nodesVisited() - visited)
          .as("seed %d: nodes read by add %d", seed, i)
          .isLessThanOrEqualTo(2L * DEPTH);
      int nodes = fixture.newNodes(index, next);
      // A leaf that overflows makes children.
      assertThat(nodes).as("seed %d: nodes written by add %d", seed, i).isLessThanOrEqualTo(24);
      written += nodes;
      index = next;
    }
    assertThat(written).as("seed %d: nodes written by single adds", seed).isLessThan(SINGLES * 2L);
    assertThat(fixture.out.bytesStored() - stored)
        .as("seed %d: bytes written by single adds", seed)
        .isLessThan(SINGLES * 6_000L);
    return index;
  }

  private static void assertLookups(IndexFixture fixture, ChunkIndex index, long seed) {
    for (int i = 0; i < 1_000; i++) {
      long visited = fixture.indexes.nodesVisited();
      assertThat(fixture.indexes.find(index, fixture.chunk().hash())).isEmpty();
      assertThat(fixture.indexes.nodesVisited() - visited)
          .as("seed %d: nodes read by lookup %d", seed, i)
          .isLessThanOrEqualTo(DEPTH);
    }
  }

  @Test
  void whatIsListedAlreadyCostsNothing() {
    try (IndexFixture fixture = new IndexFixture(22)) {
      ChunkBatch batch = fixture.randomBatch(1_000);
      ChunkIndex index = fixture.indexes.add(ChunkIndex.EMPTY, batch, fixture.out);
      long stored = fixture.out.bytesStored();
      assertThat(fixture.indexes.add(index, batch, fixture.out)).isEqualTo(index);
      assertThat(fixture.out.bytesStored()).isEqualTo(stored);
    }
  }
}
