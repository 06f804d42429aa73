/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli.frame;

import io.tusk.objects.MemoryObjectStore;
import io.tusk.pieces.PackWriter;
import io.tusk.repo.Transaction;
import io.tusk.repo.TuskStore;
import java.io.IOException;
import java.util.Optional;
import picocli.CommandLine.Command;

/** A command that is one transaction. */
@Command
public abstract class ChangeCommand extends WriteCommand {
  /** What the operation is about, as the log names it. */
  protected abstract String subject();

  /** Writes what the transaction refers to. It may be done twice, and prints nothing. */
  protected void upload(TuskStore store, PackWriter out) throws IOException {}

  /**
   * Changes the metadata. It is applied again when another process was quicker, so it prints
   * nothing, and what it keeps in fields it sets anew.
   */
  protected abstract void change(Transaction tx);

  /** Prints what came of the change, once it is committed. */
  protected void report() {}

  /** Whether the command makes the store where there is none. */
  protected boolean makesStore() {
    return false;
  }

  @Override
  protected final void write(TuskStore store) throws IOException {
    commit(store);
    report();
  }

  private void commit(TuskStore store) throws IOException {
    try (PackWriter out = store.newPackWriter()) {
      upload(store, out);
      store.transact(
          operation(subject()),
          out,
          tx -> {
            change(tx);
            return null;
          });
    }
  }

  @Override
  final TuskStore open() throws IOException {
    if (!makesStore()) {
      return openStore();
    }
    Optional<TuskStore> present = storeOption().find(terminal());
    if (present.isPresent()) {
      return present.get();
    }
    rehearse();
    return storeOption().create(terminal(), err());
  }

  /** What fails in an empty store fails here, and leaves none behind. */
  private void rehearse() throws IOException {
    try (TuskStore empty = TuskStore.create(new MemoryObjectStore(), terminal().host())) {
      requireProject(empty);
      commit(empty);
    }
  }
}
