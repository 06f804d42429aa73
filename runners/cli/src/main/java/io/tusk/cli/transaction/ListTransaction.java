/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli.transaction;

import io.tusk.cli.frame.Answer;
import io.tusk.cli.frame.ClientTransactions.Begun;
import io.tusk.cli.frame.Listing;
import io.tusk.cli.frame.QueryCommand;
import io.tusk.cli.frame.View;
import picocli.CommandLine.Command;

/** The transactions that wait. */
@Command(
    description = "List the transactions that you have begun on the store and not finished.",
    footer = {"", "Examples:", "  tusk list transaction"})
public final class ListTransaction extends QueryCommand {
  @Override
  protected Answer answer(View view) {
    return Listing.of(transactions(view.store()).all().iterator(), TransactionText::document)
        .column("TRANSACTION", Begun::id)
        .column("STARTED", Begun::started)
        .column("OPS", begun -> begun.requests().size());
  }
}
