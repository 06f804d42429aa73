/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli.frame;

import io.tusk.error.TuskException;
import io.tusk.log.Operation;
import io.tusk.pieces.PackWriter;
import io.tusk.repo.Transaction;
import io.tusk.repo.TuskStore;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** One or more commands that are one transaction, applied in their order. */
public final class Changes {
  private final List<ChangeCommand> commands;

  public Changes(List<ChangeCommand> commands) {
    this.commands = List.copyOf(commands);
  }

  /** Fails where {@link #commit} would fail now, and changes nothing. */
  void rehearse(TuskStore store) throws IOException {
    try (PackWriter out = store.newPackWriter()) {
      for (ChangeCommand command : commands) {
        command.upload(store, out);
      }
      store.rehearse(out, this::apply);
    }
  }

  /**
   * @throws TuskException what a command or the store throws; then nothing is changed, or closed to
   *     others, unless another process came in between
   */
  public void commit(TuskStore store, Operation operation) throws IOException {
    if (commands.size() > 1 || commands.stream().anyMatch(ChangeCommand::closesAnything)) {
      // What one of them is refused for must not have closed commits, its own or those of others.
      rehearse(store);
    }
    for (ChangeCommand command : commands) {
      command.beforeCommit(store);
    }
    try (PackWriter out = store.newPackWriter()) {
      for (ChangeCommand command : commands) {
        command.upload(store, out);
      }
      store.transact(operation, out, this::apply);
    }
    for (ChangeCommand command : commands) {
      command.afterCommit(store);
    }
  }

  private Void apply(Transaction tx) {
    commands.forEach(command -> command.apply(tx));
    return null;
  }

  /** Prints what came of them: of all, whatever one of them fails with. */
  public void report() {
    Optional<TuskException> first = Optional.empty();
    for (ChangeCommand command : commands) {
      try {
        command.report();
      } catch (TuskException e) {
        first = first.or(() -> Optional.of(e));
      }
    }
    first.ifPresent(
        failure -> {
          throw failure;
        });
  }
}
