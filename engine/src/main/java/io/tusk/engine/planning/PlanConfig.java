/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.planning;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tusk.datum.InputTree;
import io.tusk.engine.work.ReadsJson;
import io.tusk.engine.worker.LaneConfig;
import io.tusk.plan.PlanRounds;
import io.tusk.repo.Commit;
import java.io.Serializable;
import java.util.List;

/**
 * What a worker must know to take part in making a job's plan, in types that every runner can
 * carry.
 *
 * @param rounds as {@link PlanRounds#count}
 * @param reads what is read of each leaf, as {@link ReadsJson} has it
 * @param shares about how many each thing that is read is cut into
 */
public record PlanConfig(LaneConfig job, int rounds, String reads, int shares, int buckets)
    implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final ObjectMapper JSON = new ObjectMapper();

  /** So many for each lane, that none waits long for another at the end. */
  private static final int SHARES_PER_LANE = 8;

  /**
   * Each is a look at the store and a pass through what is not cut, however many lanes there are.
   */
  private static final int MOST_SHARES = 2_048;

  /** Few: what a bucket looks up is all over the trees. */
  private static final int BUCKETS_PER_LANE = 2;

  /** Some runners hold a bucket in memory. */
  private static final long MOST_IN_BUCKET = 1_000_000;

  /** The parts of the plan that come of them are open while they are merged. */
  private static final int MOST_BUCKETS = 256;

  /** {@code size}: about how many paths and combinations there are. */
  public static PlanConfig of(
      LaneConfig job, InputTree inputs, List<Commit.Read> reads, long size) {
    long buckets = Math.max((long) BUCKETS_PER_LANE * job.lanes(), size / MOST_IN_BUCKET);
    return new PlanConfig(
        job,
        PlanRounds.count(inputs),
        ReadsJson.write(reads).toString(),
        (int) Math.min(MOST_SHARES, (long) SHARES_PER_LANE * job.lanes()),
        (int) Math.min(MOST_BUCKETS, buckets));
  }

  List<Commit.Read> inputs() {
    try {
      return ReadsJson.read(JSON.readTree(reads));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  boolean isLast(int round) {
    return round == rounds - 1;
  }
}
