/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli.pipeline;

import io.tusk.pipeline.PipelineChanges;
import io.tusk.repo.Transaction;
import io.tusk.spec.parse.ParsedSpec;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

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
  @Option(
      names = "--reprocess",
      description = "Run all datums of the inputs' heads again, with the new code.")
  private boolean reprocess;

  @Override
  void change(Transaction tx, ParsedSpec parsed, PipelineChanges.Request request) {
    PipelineChanges.Processed processed =
        reprocess ? PipelineChanges.Processed.REPROCESS : PipelineChanges.Processed.KEEP;
    update(tx, parsed, request, processed);
  }
}
