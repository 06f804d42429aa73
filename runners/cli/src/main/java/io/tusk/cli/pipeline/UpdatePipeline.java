/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli.pipeline;

import io.tusk.pipeline.PipelineChanges.Processed;
import io.tusk.pipeline.SpecBatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Updates pipelines. */
@Command(
    description =
        "Update pipelines, or create those that do not exist. What is processed stays processed,"
            + " unless --reprocess is given.",
    footer = {
      "",
      "Examples:",
      "  tusk update pipeline -f edges.json",
      "  tusk update pipeline -f edges.json --reprocess"
    })
public final class UpdatePipeline extends SpecCommand {
  @Mixin private ReprocessOption reprocess;

  @Override
  SpecBatch.Action action() {
    return SpecBatch.Action.UPDATE;
  }

  @Override
  Processed processed() {
    return reprocess.processed();
  }
}
