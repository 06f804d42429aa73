/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli.transaction;

import io.tusk.cli.frame.WriteCommand;
import io.tusk.repo.TuskStore;
import picocli.CommandLine.Command;

/** Begins a transaction. */
@Command(
    description = {
      "Begin a transaction: commands that change repositories, branches, commits and pipelines"
          + " wait in it until it is finished, and are then made at once.",
      "Commands on files do not wait. What waits is kept with your configuration, not in the store:"
          + " specifications as they were given; a jar is read when the transaction is finished."
    },
    footer = {
      "",
      "Examples:",
      "  tusk start transaction",
      "  tusk create repo images",
      "  tusk create pipeline -f edges.json",
      "  tusk finish transaction"
    })
public final class StartTransaction extends WriteCommand {
  @Override
  protected void write(TuskStore store) {
    String id = store.host().randomId();
    transactions(store).start(id, store.host().clock().instant());
    out().println("started new transaction: \"" + id + "\"");
  }
}
