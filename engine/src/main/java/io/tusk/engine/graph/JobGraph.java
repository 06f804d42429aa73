/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.graph;

import io.tusk.engine.worker.LaneConfig;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.transforms.Count;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.Reshuffle;
import org.apache.beam.sdk.transforms.Values;
import org.apache.beam.sdk.transforms.WithKeys;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.TypeDescriptors;

/**
 * A job as a Beam graph: lanes that claim and run shards of datums, and when all have ended a
 * single step that commits. Elements are lanes; datums and bytes go through the store.
 */
public final class JobGraph {
  private JobGraph() {}

  public static void build(Pipeline pipeline, LaneConfig config) {
    List<Integer> numbers = IntStream.range(0, config.lanes()).boxed().toList();
    PCollection<Integer> lanes =
        pipeline.apply("Lanes", Create.of(numbers).withCoder(VarIntCoder.of()));
    ParDo.SingleOutput<Integer, Integer> process = ParDo.of(new ProcessDatums(config));
    PCollection<? extends Object> ended =
        // A lane alone has nothing to be spread from and none to wait for, and a step costs a
        // runner more than a small job's datums.
        config.lanes() == 1
            ? lanes.apply("Process datums", process)
            : lanes
                .apply(
                    "Key lanes",
                    WithKeys.<Integer, Integer>of(lane -> lane)
                        .withKeyType(TypeDescriptors.integers()))
                .apply("Spread lanes", Reshuffle.of())
                .apply("Unkey lanes", Values.create())
                .apply("Process datums", process)
                .apply("Await lanes", Count.globally());
    ended.apply("Commit output", ParDo.of(new CommitOutput(config)));
  }
}
