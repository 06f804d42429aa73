/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.graph;

import io.tusk.beam.BucketAccess;
import io.tusk.engine.worker.LaneConfig;
import io.tusk.engine.worker.Worker;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.display.DisplayData;

/**
 * The last step: makes the output commit of what the lanes stored. Doing it twice changes nothing.
 */
final class CommitOutput extends DoFn<Integer, Void> {
  private static final long serialVersionUID = 1L;

  private final LaneConfig config;

  CommitOutput(LaneConfig config) {
    this.config = config;
  }

  @ProcessElement
  public void process(PipelineOptions options) {
    new Worker(config, () -> BucketAccess.of(options)).commit();
  }

  @Override
  public void populateDisplayData(DisplayData.Builder builder) {
    JobDisplay.populate(builder, config);
  }
}
