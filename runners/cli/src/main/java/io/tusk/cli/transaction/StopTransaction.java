/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli.transaction;

import io.tusk.cli.frame.ClientTransactions;
import io.tusk.cli.frame.WriteCommand;
import io.tusk.repo.TuskStore;
import picocli.CommandLine.Command;

/** Sets the active transaction aside. */
@Command(
    description =
        "Set the active transaction aside: commands no longer wait in it, and it is kept for 'tusk"
            + " resume transaction'.",
    footer = {"", "Examples:", "  tusk stop transaction"})
public final class StopTransaction extends WriteCommand {
  @Override
  protected void write(TuskStore store) {
    ClientTransactions transactions = transactions(store);
    ClientTransactions.Begun active = transactions.require(null);
    transactions.stop();
    out().println("Cleared active transaction: " + active.id());
  }
}
