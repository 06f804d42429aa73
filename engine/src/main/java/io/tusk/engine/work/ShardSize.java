/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.work;

import io.tusk.plan.Plan;
import io.tusk.spec.PipelineSpec.DatumSetSpec;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Where a shard ends: at so many datums, or with the datum by which it has so many bytes of inputs.
 * {@code docs/format-jobs.md}.
 */
public record ShardSize(long datums, long bytes) {
  /** A plan is read as a whole, so it is not to grow with the datums without bound. */
  public static final int MOST_SHARDS = 65_536;

  private static final long USUAL_SHARDS = 64;
  private static final long USUAL_MOST_DATUMS = 1_024;

  /**
   * What a specification asks for.
   *
   * @param workers tells how many work on the job; asked only where it matters
   */
  public static ShardSize of(Optional<DatumSetSpec> asked, Plan plan, LongSupplier workers) {
    if (asked.isEmpty()) {
      return ofDatums(Math.min(USUAL_MOST_DATUMS, parts(plan.run(), USUAL_SHARDS)), plan);
    }
    DatumSetSpec spec = asked.get();
    if (spec.sizeBytes() > 0) {
      long bytes = Math.max(spec.sizeBytes(), parts(plan.runBytes(), MOST_SHARDS));
      return new ShardSize(Integer.MAX_VALUE, bytes);
    }
    if (spec.number() > 0) {
      return ofDatums(spec.number(), plan);
    }
    long sets =
        Math.max(1, Math.min(MOST_SHARDS, workers.getAsLong()))
            * Math.min(MOST_SHARDS, spec.perWorker());
    return ofDatums(plan.run() / sets, plan);
  }

  private static ShardSize ofDatums(long datums, Plan plan) {
    long least = Math.max(1, parts(plan.run(), MOST_SHARDS));
    return new ShardSize(Math.min(Integer.MAX_VALUE, Math.max(least, datums)), Long.MAX_VALUE);
  }

  private static long parts(long whole, long parts) {
    return whole / parts + (whole % parts == 0 ? 0 : 1);
  }
}
