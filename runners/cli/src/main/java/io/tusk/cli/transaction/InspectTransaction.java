/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli.transaction;

import io.tusk.cli.frame.Answer;
import io.tusk.cli.frame.ClientTransactions.Begun;
import io.tusk.cli.frame.ClientTransactions.Request;
import io.tusk.cli.frame.Detail;
import io.tusk.cli.frame.QueryCommand;
import io.tusk.cli.frame.View;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** What waits in a transaction. */
@Command(
    description = "Show what waits in a transaction.",
    footer = {"", "Examples:", "  tusk inspect transaction"})
public final class InspectTransaction extends QueryCommand {
  @Parameters(
      paramLabel = "ID",
      arity = "0..1",
      description = "The transaction; by default the active one.")
  private String id;

  @Override
  protected Answer answer(View view) {
    Begun begun = transactions(view.store()).require(id);
    Detail detail =
        Detail.of(() -> TransactionText.document(begun))
            .line("Transaction", begun.id())
            .line("Started", begun.started());
    for (Request request : begun.requests()) {
      detail.line("Request", "tusk " + String.join(" ", request.args()));
    }
    return detail;
  }
}
