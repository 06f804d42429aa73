/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.work;

import java.util.Arrays;

/**
 * What lanes claim of a plan: runs of consecutive shards, long at first and short at last, so that
 * a lane claims little often and none has much left when the others end. A run is half of what is
 * left, divided among the lanes; {@code docs/format-jobs.md}.
 */
final class ShardRuns {
  /** By number of a run: the shard after its last one. */
  private final int[] ends;

  private ShardRuns(int[] ends) {
    this.ends = ends;
  }

  /** {@code lanes}: of the attempt, at least 1. */
  static ShardRuns of(int shards, int lanes) {
    int[] ends = new int[shards];
    int count = 0;
    int end = 0;
    while (end < shards) {
      end += (int) Math.max(1, (shards - end) / (2L * lanes));
      ends[count] = end;
      count++;
    }
    return new ShardRuns(Arrays.copyOf(ends, count));
  }

  int count() {
    return ends.length;
  }

  /** The first shard of a run. */
  int from(int number) {
    return number == 0 ? 0 : ends[number - 1];
  }

  /** The shard after the last one of a run. */
  int to(int number) {
    return ends[number];
  }
}
