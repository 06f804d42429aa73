/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli.pipeline;

import io.tusk.cli.frame.ChangeCommand;
import io.tusk.pipeline.PipelineChanges;
import io.tusk.repo.Transaction;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Starts a pipeline. */
@Command(
    description = "Start a stopped pipeline: one job catches up with what its inputs hold now.",
    footer = {"", "Examples:", "  tusk start pipeline edges"})
public final class StartPipeline extends ChangeCommand {
  @Parameters(paramLabel = "PIPELINE", description = "Its name.")
  private String name;

  @Override
  protected String subject() {
    return pipeline(name).toString();
  }

  @Override
  protected void change(Transaction tx) {
    PipelineChanges.start(tx, pipeline(name));
  }
}
