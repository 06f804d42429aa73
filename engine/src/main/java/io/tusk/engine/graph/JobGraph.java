/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.graph;

import io.tusk.engine.planning.PlanConfig;
import io.tusk.engine.worker.LaneConfig;
import java.util.Optional;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.io.Read;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.Sum;
import org.apache.beam.sdk.transforms.View;
import org.apache.beam.sdk.values.PCollection;

/**
 * A job as a Beam graph: the plan, where that is left to the graph; lanes that claim and run shards
 * of datums; and when all have ended a single step that commits. Elements are lanes, and in
 * planning blocks of keys; datums and bytes go through the store.
 */
public record JobGraph(LaneConfig lanes, Optional<PlanConfig> planning) {
  public void build(Pipeline pipeline) {
    ParDo.SingleOutput<Integer, Integer> process = ParDo.of(new ProcessDatums(lanes));
    if (planning.isPresent()) {
      // Nobody reads it: lanes begin once it is there.
      process =
          process.withSideInputs(
              pipeline
                  .apply("Plan", new PlanDatums(planning.get()))
                  .apply("Await plan", View.asList()));
    }
    PCollection<Integer> ended =
        pipeline
            .apply("Lanes", Read.from(LaneSource.of(lanes.lanes())))
            .apply("Process datums", process);
    // A lane alone has none to wait for, and a step costs a runner more than a small job's datums.
    // There is always a lane: what a sum of nothing would be need not be computed beside it.
    boolean several = lanes.lanes() > 1;
    PCollection<Integer> all =
        several ? ended.apply("Await lanes", Sum.integersGlobally().withoutDefaults()) : ended;
    all.apply("Commit output", ParDo.of(new CommitOutput(lanes)));
  }
}
