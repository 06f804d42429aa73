/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.graph;

import io.tusk.engine.worker.LaneConfig;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.io.Read;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.Sum;
import org.apache.beam.sdk.values.PCollection;

/**
 * A job as a Beam graph: lanes that claim and run shards of datums, and when all have ended a
 * single step that commits. Elements are lanes; datums and bytes go through the store.
 */
public final class JobGraph {
  private JobGraph() {}

  public static void build(Pipeline pipeline, LaneConfig config) {
    PCollection<Integer> ended =
        pipeline
            .apply("Lanes", Read.from(LaneSource.of(config.lanes())))
            .apply("Process datums", ParDo.of(new ProcessDatums(config)));
    // A lane alone has none to wait for, and a step costs a runner more than a small job's datums.
    // There is always a lane: what a sum of nothing would be need not be computed beside it.
    boolean several = config.lanes() > 1;
    PCollection<Integer> all =
        several ? ended.apply("Await lanes", Sum.integersGlobally().withoutDefaults()) : ended;
    all.apply("Commit output", ParDo.of(new CommitOutput(config)));
  }
}
