/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.graph;

import io.tusk.beam.BucketAccess;
import io.tusk.datum.DatumRecord;
import io.tusk.engine.worker.LaneConfig;
import io.tusk.engine.worker.Worker;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.display.DisplayData;

/**
 * Runs a lane; emits its number once nothing is left to claim. Its counters show what was run, each
 * datum as often as it was; what a job came to is in the store.
 */
final class ProcessDatums extends DoFn<Integer, Integer> {
  private static final long serialVersionUID = 1L;
  private static final String NAMESPACE = "tusk";

  private final LaneConfig config;
  private final Counter processed = Metrics.counter(NAMESPACE, "datums_processed");
  private final Counter recovered = Metrics.counter(NAMESPACE, "datums_recovered");
  private final Counter failed = Metrics.counter(NAMESPACE, "datums_failed");
  private final Counter downloaded = Metrics.counter(NAMESPACE, "bytes_downloaded");
  private final Counter uploaded = Metrics.counter(NAMESPACE, "bytes_uploaded");

  ProcessDatums(LaneConfig config) {
    this.config = config;
  }

  @ProcessElement
  public void process(
      @Element Integer lane, PipelineOptions options, OutputReceiver<Integer> done) {
    new Worker(config, () -> BucketAccess.of(options)).runLane(lane, this::count);
    done.output(lane);
  }

  private void count(DatumRecord record) {
    switch (record.state()) {
      case PROCESSED -> processed.inc();
      case RECOVERED -> recovered.inc();
      case FAILED -> failed.inc();
    }
    downloaded.inc(record.stats().downloadBytes());
    uploaded.inc(record.stats().uploadBytes());
  }

  @Override
  public void populateDisplayData(DisplayData.Builder builder) {
    JobDisplay.populate(builder, config);
  }
}
