/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.index;

import static org.assertj.core.api.Assertions.assertThat;

import io.tusk.objects.EveryStore;
import io.tusk.pieces.Hash;
import io.tusk.pieces.Location;
import io.tusk.pieces.Ref;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An index answers as a map does, however the chunks came into it. */
@EveryStore
class ChunkIndexModelTest {
  private static final int[] SIZES = {1, 1, 1, 2, 7, 40, 170, 171, 1_024, 1_025, 5_000};

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void addsOfAllSizes(long seed) {
    try (IndexFixture fixture = new IndexFixture(seed)) {
      Map<Hash, Set<Location>> model = new HashMap<>();
      List<Hash> known = new ArrayList<>();
      ChunkIndex index = ChunkIndex.EMPTY;
      for (int round = 0; round < 60; round++) {
        int size = SIZES[fixture.random.nextInt(SIZES.length)];
        ChunkBatch batch = new ChunkBatch();
        for (int i = 0; i < size; i++) {
          boolean again = !known.isEmpty() && fixture.random.nextInt(4) == 0;
          Ref chunk =
              again
                  ? fixture.chunk(known.get(fixture.random.nextInt(known.size())))
                  : fixture.chunk();
          if (model.computeIfAbsent(chunk.hash(), any -> new HashSet<>()).isEmpty()) {
            known.add(chunk.hash());
          }
          model.get(chunk.hash()).add(chunk.location());
          batch.add(chunk);
        }
        index = fixture.indexes.add(index, batch, fixture.out);
        assertAgrees(fixture, fixture.indexes, index, model, sample(fixture, known), seed);
      }
      fixture.out.flush();
      ChunkIndexes another = new ChunkIndexes(fixture.pieces);
      assertAgrees(fixture, another, index, model, known, seed);
      assertWalkFindsAll(another, index, model, seed);
    }
  }

  private static List<Hash> sample(IndexFixture fixture, List<Hash> known) {
    List<Hash> sample = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      sample.add(known.get(fixture.random.nextInt(known.size())));
    }
    return sample;
  }

  private static void assertAgrees(
      IndexFixture fixture,
      ChunkIndexes indexes,
      ChunkIndex index,
      Map<Hash, Set<Location>> model,
      List<Hash> hashes,
      long seed) {
    for (Hash hash : hashes) {
      assertThat(indexes.find(index, hash))
          .as("seed %d: chunk %s", seed, hash)
          .hasValueSatisfying(
              ref -> {
                assertThat(ref.hash()).isEqualTo(hash);
                assertThat(places(model.get(hash))).contains(place(ref.location()));
              });
    }
    for (int i = 0; i < 20; i++) {
      assertThat(indexes.find(index, fixture.chunk().hash())).as("seed %d", seed).isEmpty();
    }
  }

  /** The walk tells each chunk once or, with another location, again further down. */
  private static void assertWalkFindsAll(
      ChunkIndexes indexes, ChunkIndex index, Map<Hash, Set<Location>> model, long seed) {
    Map<Hash, List<Location>> walked = new HashMap<>();
    indexes.walk(
        index,
        new ChunkIndexes.Visitor() {
          @Override
          public void chunk(Ref chunk) {
            walked.computeIfAbsent(chunk.hash(), any -> new ArrayList<>()).add(chunk.location());
          }

          @Override
          public void damaged(Ref node, io.tusk.error.TuskException fact) {
            throw fact;
          }
        });
    assertThat(walked.keySet()).as("seed %d", seed).isEqualTo(model.keySet());
    walked.forEach(
        (hash, found) ->
            assertThat(places(model.get(hash)))
                .as("seed %d: chunk %s", seed, hash)
                .containsAll(places(found)));
  }

  private record Place(Hash pack, long offset, int length) {}

  private static Place place(Location location) {
    return new Place(location.pack().name(), location.offset(), location.length());
  }

  private static List<Place> places(Iterable<Location> locations) {
    List<Place> places = new ArrayList<>();
    locations.forEach(location -> places.add(place(location)));
    return places;
  }

  @ParameterizedTest
  @ValueSource(longs = {11, 12, 13})
  void whatTwoAddedToOneIndexIsCombined(long seed) {
    try (IndexFixture fixture = new IndexFixture(seed)) {
      ChunkIndex base =
          fixture.indexes.add(ChunkIndex.EMPTY, fixture.randomBatch(20_000), fixture.out);
      ChunkBatch large = fixture.randomBatch(10_000);
      ChunkIndex mine = fixture.indexes.add(base, large, fixture.out);
      ChunkIndex newer = base;
      List<Ref> others = new ArrayList<>();
      for (int i = 0; i < 100; i++) {
        Ref chunk = fixture.chunk();
        others.add(chunk);
        newer = fixture.add(newer, chunk);
      }
      long stored = fixture.out.bytesStored();
      ChunkIndex both = fixture.indexes.combine(base, mine, newer, fixture.out);
      assertThat(fixture.out.bytesStored() - stored)
          .as("seed %d: bytes follow the hundred, not the ten thousand", seed)
          .isLessThan(1_000_000);
      for (Ref chunk : large.sorted(0, large.size())) {
        assertThat(fixture.indexes.find(both, chunk.hash())).as("seed %d", seed).isPresent();
      }
      for (Ref chunk : others) {
        assertThat(fixture.indexes.find(both, chunk.hash())).as("seed %d", seed).isPresent();
      }
      assertThat(fixture.indexes.combine(base, mine, base, fixture.out)).isEqualTo(mine);
    }
  }
}
