/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli.transaction;

import io.tusk.cli.frame.ClientTransactions;
import io.tusk.cli.frame.WriteCommand;
import io.tusk.repo.TuskStore;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Makes a transaction the active one. */
@Command(
    description = "Make a transaction the active one, in which commands wait.",
    footer = {"", "Examples:", "  tusk resume transaction 0190f1c2d3e47a5b8c6d7e8f90a1b2c3"})
public final class ResumeTransaction extends WriteCommand {
  @Parameters(paramLabel = "ID", description = "The transaction.")
  private String id;

  @Override
  protected void write(TuskStore store) {
    ClientTransactions transactions = transactions(store);
    ClientTransactions.Begun begun = transactions.require(id);
    transactions.resume(begun);
    int requests = begun.requests().size();
    out()
        .println(
            "Resuming existing transaction with "
                + requests
                + (requests == 1 ? " request: " : " requests: ")
                + begun.id());
  }
}
