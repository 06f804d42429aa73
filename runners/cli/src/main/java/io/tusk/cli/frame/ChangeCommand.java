/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli.frame;

import io.tusk.error.TuskException;
import io.tusk.objects.MemoryObjectStore;
import io.tusk.pieces.PackWriter;
import io.tusk.repo.Transaction;
import io.tusk.repo.TuskStore;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
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

  /** Closes what lies outside the log and the change takes in; comes before {@link #upload}. */
  protected void beforeCommit(TuskStore store) {}

  /** Whether {@link #beforeCommit} closes what has to stay open where the change is refused. */
  protected boolean closesAnything() {
    return false;
  }

  /** Clears what lies outside the log, once the change is committed. */
  protected void afterCommit(TuskStore store) {}

  /** Prints what came of the change, once it is committed. */
  protected void report() {}

  /** Comes last, once the change is committed or waits in a transaction. */
  protected void done() throws IOException {}

  /** What is thrown in the place of a failure after {@link #prepare}. */
  protected TuskException explained(TuskException failure) {
    return failure;
  }

  /** Whether it waits in the transaction that is active, if one is. */
  protected boolean joinsTransactions() {
    return true;
  }

  /** What the command has read, for {@link #restore}; text, or empty. */
  protected String attachment() {
    return "";
  }

  /** Takes the place of {@link #prepare} for a command that waited in a transaction. */
  protected void restore(String attachment) throws Exception {
    prepare();
  }

  /** Whether the command makes the store where there is none. */
  protected boolean makesStore() {
    return false;
  }

  @Override
  protected final void write(TuskStore store) throws Exception {
    try {
      commitOrJoin(store);
    } catch (TuskException e) {
      throw explained(e);
    }
    done();
  }

  private void commitOrJoin(TuskStore store) throws Exception {
    Optional<ClientTransactions.Begun> active =
        joinsTransactions() ? transactions(store).active() : Optional.empty();
    if (active.isPresent()) {
      join(store, active.get());
      return;
    }
    Changes changes = new Changes(List.of(this));
    changes.commit(store, operation(subject()));
    changes.report();
  }

  /** What waits in a transaction may make the project: the rehearsal says whether it is there. */
  @Override
  void requireProject(TuskStore store) {
    if (!joinsTransactions() || transactions(store).active().isEmpty()) {
      super.requireProject(store);
    }
  }

  /** Makes the change, in a project that the transaction knows. */
  final void apply(Transaction tx) {
    tx.catalog().requireProject(project());
    change(tx);
  }

  private void join(TuskStore store, ClientTransactions.Begun begun) throws Exception {
    List<ChangeCommand> all = new ArrayList<>(waiting(begun));
    all.add(this);
    new Changes(all).rehearse(store);
    transactions(store)
        .add(
            begun,
            new ClientTransactions.Request(
                terminal().directory(), BucketOptions.removedFrom(args()), attachment()));
    out().println("Added to transaction: " + begun.id());
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
      new Changes(List.of(this)).commit(empty, operation(subject()));
    }
  }
}
