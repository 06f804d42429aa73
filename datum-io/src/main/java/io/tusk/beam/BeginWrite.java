/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.beam;

import io.tusk.repo.SharedPin;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.transforms.DoFn;

/**
 * Sets the pin that protects what the write will upload, and tells the record that it keeps. Again
 * it finds the pin that is there.
 */
final class BeginWrite extends DoFn<String, Long> {
  private static final long serialVersionUID = 1L;

  private final WriteConfig config;

  BeginWrite(WriteConfig config) {
    this.config = config;
  }

  @ProcessElement
  public void process(PipelineOptions options, OutputReceiver<Long> base) {
    base.output(new SharedPin(OpenStores.open(config.store(), options), config.id()).set());
  }
}
