/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli.pipeline;

import io.tusk.pipeline.PipelineChanges.Processed;
import picocli.CommandLine.Option;

/** {@code --reprocess}: whether an update keeps what is processed. */
public final class ReprocessOption {
  @Option(
      names = "--reprocess",
      description = "Run all datums of the inputs' heads again, with the new code.")
  private boolean reprocess;

  public Processed processed() {
    return reprocess ? Processed.REPROCESS : Processed.KEEP;
  }
}
