/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli.pipeline;

import io.tusk.pipeline.PipelineChanges;
import io.tusk.repo.Transaction;
import io.tusk.spec.parse.ParsedSpec;
import picocli.CommandLine.Command;

@Command(
    description = "Create pipelines, and the store if there is none yet.",
    footer = {
      "",
      "Examples:",
      "  tusk create pipeline -f edges.json",
      "  tusk create pipeline -f edges.yaml --dry-run"
    })
public final class CreatePipeline extends SpecCommand {
  @Override
  protected boolean makesStore() {
    return true;
  }

  @Override
  void change(Transaction tx, ParsedSpec parsed, PipelineChanges.Request request) {
    if (parsed.switches().update().orElse(false)) {
      update(tx, parsed, request, PipelineChanges.Processed.KEEP);
    } else {
      PipelineChanges.create(tx, request);
    }
  }
}
