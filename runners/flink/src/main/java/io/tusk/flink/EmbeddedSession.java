/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.flink;

import io.tusk.engine.run.RunnerSession;
import java.util.List;
import org.apache.beam.runners.flink.FlinkPipelineOptions;
import org.apache.beam.sdk.options.PipelineOptions;

/** Flink in this process, started anew for each job with a slot for each that it can use. */
final class EmbeddedSession implements RunnerSession {
  private final int slots;

  /** {@code wished}: as {@code --parallelism} has it. */
  EmbeddedSession(int wished) {
    this.slots = wished > 0 ? wished : Runtime.getRuntime().availableProcessors();
  }

  @Override
  public int slots() {
    return slots;
  }

  @Override
  public PipelineOptions options(List<String> arguments, int lanes) {
    FlinkPipelineOptions options = FlinkSupport.options(arguments);
    options.setFlinkMaster("[local]");
    options.setParallelism(Math.min(lanes, slots));
    options.setFilesToStage(List.of());
    return options;
  }
}
