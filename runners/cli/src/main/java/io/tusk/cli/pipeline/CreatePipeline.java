/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli.pipeline;

import io.tusk.pipeline.PipelineChanges.Processed;
import io.tusk.pipeline.SpecBatch;
import picocli.CommandLine.Command;

/** Creates pipelines. */
@Command(
    description = {
      "Create pipelines, and the store if there is none yet.",
      "What 'pachctl list pipeline --raw' exports is taken as well: a pipeline that was stopped is"
          + " created stopped."
    },
    footer = {
      "",
      "Examples:",
      "  tusk create pipeline -f edges.json",
      "  tusk create pipeline -f edges.yaml --dry-run",
      "  tusk create pipeline --jsonnet edges.jsonnet --arg suffix=1"
    })
public final class CreatePipeline extends SpecCommand {
  @Override
  protected boolean makesStore() {
    return true;
  }

  @Override
  SpecBatch.Action action() {
    return SpecBatch.Action.CREATE;
  }

  @Override
  Processed processed() {
    return Processed.KEEP;
  }
}
