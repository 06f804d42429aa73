/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli.transaction;

import io.tusk.cli.frame.ClientTransactions;
import io.tusk.cli.frame.WriteCommand;
import io.tusk.repo.TuskStore;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Forgets a transaction. */
@Command(
    description = "Forget a transaction; nothing of it is changed in the store.",
    footer = {"", "Examples:", "  tusk delete transaction"})
public final class DeleteTransaction extends WriteCommand {
  @Parameters(
      paramLabel = "ID",
      arity = "0..1",
      description = "The transaction; by default the active one.")
  private String id;

  @Override
  protected void write(TuskStore store) {
    ClientTransactions transactions = transactions(store);
    transactions.delete(transactions.require(id));
  }
}
