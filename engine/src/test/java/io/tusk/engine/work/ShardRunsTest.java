/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.work;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class ShardRunsTest {
  private static List<Integer> lengths(int shards, int lanes) {
    ShardRuns runs = ShardRuns.of(shards, lanes);
    List<Integer> lengths = new ArrayList<>();
    int end = 0;
    for (int i = 0; i < runs.count(); i++) {
      assertThat(runs.from(i)).isEqualTo(end);
      end = runs.to(i);
      lengths.add(end - runs.from(i));
    }
    assertThat(end).isEqualTo(shards);
    return lengths;
  }

  @Test
  void areLongAtFirstAndShortAtLast() {
    assertThat(lengths(64, 2)).containsExactly(16, 12, 9, 6, 5, 4, 3, 2, 1, 1, 1, 1, 1, 1, 1);
    assertThat(lengths(64, 1)).containsExactly(32, 16, 8, 4, 2, 1, 1);
    assertThat(lengths(5, 4)).containsExactly(1, 1, 1, 1, 1);
    assertThat(lengths(0, 1)).isEmpty();
    assertThat(lengths(1, Integer.MAX_VALUE)).containsExactly(1);
    assertThat(lengths(65_536, 100)).hasSizeLessThan(1_500);
  }

  @Test
  void haveEachShardOnceAndEnoughForAllLanes() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    for (int round = 0; round < 500; round++) {
      int shards = 1 + random.nextInt(3_000);
      int lanes = 1 + random.nextInt(shards);
      List<Integer> lengths = lengths(shards, lanes);
      assertThat(lengths)
          .as("seed %d: %d shards, %d lanes", seed, shards, lanes)
          .hasSizeBetween(lanes, shards)
          .allMatch(length -> length >= 1 && length <= Math.max(1, shards / (2 * lanes)));
      for (int i = 1; i < lengths.size(); i++) {
        assertThat(lengths.get(i)).as("seed %d", seed).isLessThanOrEqualTo(lengths.get(i - 1));
      }
    }
  }
}
