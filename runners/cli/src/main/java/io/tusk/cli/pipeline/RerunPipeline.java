/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli.pipeline;

import io.tusk.cli.frame.ChangeCommand;
import io.tusk.pieces.PackWriter;
import io.tusk.pipeline.PipelineChanges;
import io.tusk.repo.Transaction;
import io.tusk.repo.TuskStore;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Runs a pipeline again. */
@Command(
    description = {
      "Update a pipeline with the specification that it has: a new version and a new job on what its"
          + " inputs hold now.",
      "What is processed stays processed, unless --reprocess is given."
    },
    footer = {
      "",
      "Examples:",
      "  tusk rerun pipeline edges",
      "  tusk rerun pipeline edges --reprocess"
    })
public final class RerunPipeline extends ChangeCommand {
  @Parameters(paramLabel = "PIPELINE", description = "Its name.")
  private String name;

  @Mixin private ReprocessOption reprocess;

  private String salt;

  @Override
  protected String subject() {
    return pipeline(name).toString();
  }

  @Override
  protected void upload(TuskStore store, PackWriter out) {
    salt = store.host().randomId();
  }

  @Override
  protected void change(Transaction tx) {
    PipelineChanges.rerun(tx, pipeline(name), salt, reprocess.processed());
  }
}
