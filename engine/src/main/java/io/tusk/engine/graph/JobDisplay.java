/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.graph;

import io.tusk.engine.worker.LaneConfig;
import org.apache.beam.sdk.transforms.display.DisplayData;

/** What the steps of a job's graph show of it in a runner's own interface. */
final class JobDisplay {
  private JobDisplay() {}

  static void populate(DisplayData.Builder builder, LaneConfig config) {
    builder
        .add(DisplayData.item("store", config.store()).withLabel("Store"))
        .add(DisplayData.item("pipeline", config.job().pipeline().toString()).withLabel("Pipeline"))
        .add(DisplayData.item("job", config.set()).withLabel("Job"))
        .add(DisplayData.item("attempt", config.attempt()).withLabel("Attempt"))
        .add(DisplayData.item("lanes", config.lanes()).withLabel("Datums at once"));
  }
}
