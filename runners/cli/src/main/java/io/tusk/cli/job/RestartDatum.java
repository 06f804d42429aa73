/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli.job;

import io.tusk.cli.frame.ChangeCommand;
import io.tusk.name.FilePath;
import io.tusk.pipeline.JobChanges;
import io.tusk.pipeline.JobId;
import io.tusk.repo.Transaction;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
    description =
        "Have the datums of a running job whose inputs include all the paths begin anew, if they run"
            + " now; that counts as no try.",
    footer = {
      "",
      "Examples:",
      "  tusk restart datum edges@0190f1c2d3e47a5b8c6d7e8f90a1b2c3 /a.png,/b.png"
    })
public final class RestartDatum extends ChangeCommand {
  @Parameters(index = "0", paramLabel = "PIPELINE@ID", description = "The job.")
  private String name;

  @Parameters(
      index = "1",
      arity = "1",
      paramLabel = "PATH",
      split = ",",
      description = "Paths of inputs, with commas between them.")
  private List<String> paths;

  @Override
  protected String subject() {
    return name;
  }

  /** What runs now is meant, not what runs when a transaction is finished. */
  @Override
  protected boolean joinsTransactions() {
    return false;
  }

  @Override
  protected void change(Transaction tx) {
    JobChanges.restartDatums(
        tx, JobId.parse(project(), name), paths.stream().map(FilePath::parse).toList());
  }
}
