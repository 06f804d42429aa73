/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli.pipeline;

import io.tusk.cli.frame.ChangeCommand;
import io.tusk.pipeline.PipelineChanges;
import io.tusk.repo.Transaction;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Stops a pipeline. */
@Command(
    description =
        "Stop a pipeline: its unfinished jobs are killed, and new commits of its inputs make no jobs"
            + " until it is started.",
    footer = {"", "Examples:", "  tusk stop pipeline edges"})
public final class StopPipeline extends ChangeCommand {
  @Parameters(paramLabel = "PIPELINE", description = "Its name.")
  private String name;

  @Override
  protected String subject() {
    return pipeline(name).toString();
  }

  @Override
  protected void change(Transaction tx) {
    PipelineChanges.stop(tx, pipeline(name));
  }
}
