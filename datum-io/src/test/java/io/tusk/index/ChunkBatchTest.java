/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.index;

import static org.assertj.core.api.Assertions.assertThat;

import io.tusk.pieces.Hash;
import io.tusk.pieces.Pack;
import io.tusk.pieces.Ref;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChunkBatchTest {
  /** Hashes that agree in many of their first digits, and some more than once. */
  private static Hash close(IndexFixture fixture) {
    return Hash.fromHex(
        String.format(
            "%08x%016x%040x",
            fixture.random.nextInt(3) == 0 ? 0x80000000 : fixture.random.nextInt(4) << 28,
            fixture.random.nextInt(200),
            1));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void inOrderAndEachOnce(long seed) {
    try (IndexFixture fixture = new IndexFixture(seed)) {
      ChunkBatch batch = new ChunkBatch();
      Set<Hash> expected = new TreeSet<>();
      for (int i = 0; i < 2_000; i++) {
        Ref chunk = i % 2 == 0 ? fixture.chunk(close(fixture)) : fixture.chunk();
        expected.add(chunk.hash());
        batch.add(chunk);
      }
      assertThat(batch.added()).isEqualTo(2_000);
      assertThat(batch.size()).isEqualTo(expected.size()).isLessThan(2_000);
      assertThat(batch.sorted(0, batch.size()))
          .as("seed %d", seed)
          .extracting(Ref::hash)
          .containsExactlyElementsOf(expected);
      int[] cuts = batch.cuts(0, 0, batch.size());
      for (int digit = 0; digit < 16; digit++) {
        for (Ref chunk : batch.sorted(cuts[digit], cuts[digit + 1])) {
          assertThat(chunk.hash().digit(0)).as("seed %d", seed).isEqualTo(digit);
        }
      }
    }
  }

  @Test
  void whatIsAddedLaterIsPutInOrderToo() {
    try (IndexFixture fixture = new IndexFixture(4)) {
      ChunkBatch batch = fixture.randomBatch(3);
      assertThat(batch.size()).isEqualTo(3);
      Ref later = fixture.chunk();
      batch.add(later);
      assertThat(batch.sorted(0, batch.size())).contains(later);
    }
  }

  @Test
  void eachPackComesOnce() {
    try (IndexFixture fixture = new IndexFixture(5)) {
      ChunkBatch batch = fixture.randomBatch(5_000);
      List<Hash> packs = new ArrayList<>();
      batch
          .byPack()
          .forEachRemaining(
              chunk -> {
                Hash pack = chunk.location().pack().name();
                if (packs.isEmpty() || !packs.get(packs.size() - 1).equals(pack)) {
                  packs.add(pack);
                }
              });
      assertThat(packs).hasSize(300).hasSameSizeAs(new HashSet<>(packs));
    }
  }

  @Test
  void objectsForOnePackAreOnePack() {
    try (IndexFixture fixture = new IndexFixture(6)) {
      Ref one = fixture.chunk();
      Ref other = fixture.chunk();
      Pack same = Pack.named(one.location().pack().name());
      Ref moved =
          new Ref(
              other.kind(),
              other.hash(),
              new io.tusk.pieces.Location(same, other.location().offset(), 7));
      List<Ref> read = IndexFixture.batch(one, moved).sorted(0, 2);
      assertThat(read.get(0).location().pack()).isSameAs(read.get(1).location().pack());
    }
  }
}
