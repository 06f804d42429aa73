/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli.transaction;

import io.tusk.cli.frame.Changes;
import io.tusk.cli.frame.ClientTransactions;
import io.tusk.cli.frame.WriteCommand;
import io.tusk.repo.TuskStore;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Commits a transaction. */
@Command(
    description = {
      "Make all changes of a transaction at once, on the store as it is now; all commits that it"
          + " makes have one id.",
      "Where one of them cannot be made, none is, and the transaction stays."
    },
    footer = {"", "Examples:", "  tusk finish transaction"})
public final class FinishTransaction extends WriteCommand {
  @Parameters(
      paramLabel = "ID",
      arity = "0..1",
      description = "The transaction; by default the active one.")
  private String id;

  @Override
  protected void write(TuskStore store) throws Exception {
    ClientTransactions transactions = transactions(store);
    ClientTransactions.Begun begun = transactions.require(id);
    Changes changes = new Changes(waiting(begun));
    changes.commit(store, operation(begun.id()));
    transactions.delete(begun);
    changes.report();
    int requests = begun.requests().size();
    out()
        .println(
            "Completed transaction with "
                + requests
                + (requests == 1 ? " request: " : " requests: ")
                + begun.id());
  }
}
