/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.graph;

import io.tusk.engine.worker.LaneConfig;
import io.tusk.engine.worker.Worker;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.beam.sdk.transforms.DoFn;

/** Runs a lane; emits its number once nothing is left to claim. */
final class ProcessDatums extends DoFn<Integer, Integer> {
  private static final long serialVersionUID = 1L;

  private final LaneConfig config;
  private final Counter processed = Metrics.counter("tusk", "datums_processed");
  private final Counter failed = Metrics.counter("tusk", "datums_failed");

  ProcessDatums(LaneConfig config) {
    this.config = config;
  }

  @ProcessElement
  public void process(@Element Integer lane, OutputReceiver<Integer> done) {
    Worker.LaneCounts counts = Worker.runLane(config, lane);
    processed.inc(counts.processed());
    failed.inc(counts.failed());
    done.output(lane);
  }
}
