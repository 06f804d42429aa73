/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.run;

import java.util.List;
import java.util.Optional;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.options.PipelineOptions;

/**
 * A runner that is ready to run jobs, several at once. Jobs are graphs whose first step has a split
 * for each lane: a lane is run whenever something is free to, and none before another of the same
 * place has ended.
 */
public interface RunnerSession extends AutoCloseable {
  /**
   * How many lanes a job gets whose pipeline does not say: at least as many as the runner can run
   * at once. At least 1; may ask the cluster.
   */
  int slots();

  /**
   * The options of a job's graph.
   *
   * @param arguments Beam's own as {@code --name=value}: those that {@link RunnerSupport#open} was
   *     given, and those of the job
   * @param lanes of the job; the runner is to run as many of them at once as it can
   */
  PipelineOptions options(List<String> arguments, int lanes);

  /**
   * Runs a job to its end, or submits it where the run is detached.
   *
   * @return the end that the runner speaks of; nothing when the job was submitted
   */
  default Optional<PipelineResult.State> run(Pipeline pipeline) {
    return Optional.of(pipeline.run().waitUntilFinish());
  }

  /** Nothing of what it ran is under way any more, unless the run was detached or interrupted. */
  @Override
  default void close() {}
}
