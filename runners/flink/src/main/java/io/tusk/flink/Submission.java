/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.flink;

import java.util.Optional;
import org.apache.beam.runners.flink.FlinkPipelineOptions;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;

/** Gives a job to a cluster, with no more slots than are free. */
final class Submission {
  private Submission() {}

  /**
   * As {@link io.tusk.engine.run.RunnerSession#run}.
   *
   * @param slots empty where the cluster starts as many as a job asks for
   */
  static Optional<PipelineResult.State> run(Pipeline pipeline, Optional<Slots> slots) {
    FlinkPipelineOptions options = pipeline.getOptions().as(FlinkPipelineOptions.class);
    int most = options.getParallelism();
    if (!options.getAttachedMode()) {
      // Nobody is there to wait: the cluster keeps the job until slots are free.
      options.setParallelism(slots.map(there -> there.wanted(most)).orElse(most));
      pipeline.run();
      return Optional.empty();
    }
    if (slots.isEmpty()) {
      return Optional.of(pipeline.run().waitUntilFinish());
    }
    int taken = slots.get().take(most);
    try {
      options.setParallelism(taken);
      return Optional.of(pipeline.run().waitUntilFinish());
    } finally {
      slots.get().release(taken);
    }
  }
}
