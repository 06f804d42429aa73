/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli.frame;

import io.tusk.repo.TuskStore;
import picocli.CommandLine.Command;

/** A command that reads one snapshot of the store and changes nothing. */
@Command
public abstract class ReadCommand extends StoreCommand {
  @Override
  protected final int run() throws Exception {
    try (TuskStore store = openStore()) {
      View view = new View(store, store.opened());
      view.catalog().requireProject(project());
      read(view);
    }
    return 0;
  }

  protected abstract void read(View view) throws Exception;
}
