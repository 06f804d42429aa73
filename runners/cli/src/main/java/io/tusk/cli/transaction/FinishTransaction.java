/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli.transaction;

import io.tusk.cli.frame.Changes;
import io.tusk.cli.frame.ClientTransactions;
import io.tusk.cli.frame.ClientTransactions.Begun;
import io.tusk.cli.frame.WriteCommand;
import io.tusk.log.RootRecord;
import io.tusk.repo.Operations;
import io.tusk.repo.TuskStore;
import java.util.Optional;
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
    Finishing finishing = new Finishing(store);
    Begun begun = transactions(store).finish(id, finishing);
    try {
      finishing.report();
    } finally {
      int requests = begun.requests().size();
      out()
          .println(
              "Completed transaction with "
                  + requests
                  + (requests == 1 ? " request: " : " requests: ")
                  + begun.id());
    }
  }

  private final class Finishing implements ClientTransactions.Finisher {
    private final TuskStore store;
    private Optional<Changes> made = Optional.empty();

    Finishing(TuskStore store) {
      this.store = store;
    }

    @Override
    public long newest() {
      return store.snapshot().record().number();
    }

    @Override
    public boolean isDoneSince(Begun begun, long number) {
      Operations operations = new Operations(store);
      while (operations.hasNext()) {
        RootRecord record = operations.next();
        if (record.number() <= number) {
          return false;
        }
        if (record.operation().equals(operation(begun.id()))) {
          return true;
        }
      }
      return false;
    }

    @Override
    public void commit(Begun begun) throws Exception {
      Changes changes = new Changes(waiting(begun));
      changes.commit(store, operation(begun.id()));
      made = Optional.of(changes);
    }

    void report() {
      made.ifPresentOrElse(
          Changes::report,
          () -> err().println("an earlier command has made its changes, and was interrupted then"));
    }
  }
}
