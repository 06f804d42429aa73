/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli.branch;

import io.tusk.cli.frame.ChangeCommand;
import io.tusk.repo.BranchChanges;
import io.tusk.repo.Transaction;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    description = "Delete a branch; its commits stay.",
    footer = {"", "Examples:", "  tusk delete branch images@staging"})
public final class DeleteBranch extends ChangeCommand {
  @Parameters(paramLabel = "REPO@BRANCH", description = "The branch.")
  private String name;

  @Option(
      names = {"-f", "--force"},
      description =
          "Also when other branches follow it, which they then do no longer, and with triggers that"
              + " name it; never what a pipeline reads.")
  private boolean force;

  @Override
  protected String subject() {
    return branch(name).toString();
  }

  @Override
  protected void change(Transaction tx) {
    if (force) {
      BranchChanges.deleteForced(tx, branch(name));
    } else {
      BranchChanges.delete(tx, branch(name));
    }
  }
}
