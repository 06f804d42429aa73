/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli.defaults;

import io.tusk.pipeline.DefaultsChanges;
import io.tusk.pipeline.DefaultsScope;
import io.tusk.repo.Transaction;
import picocli.CommandLine.Command;

/** Deletes defaults. */
@Command(
    description =
        "Delete the defaults of the cluster or of a project. Pipelines stay as they are, unless"
            + " --regenerate is given.",
    footer = {"", "Examples:", "  tusk delete defaults --cluster"})
public final class DeleteDefaults extends DefaultsCommand {
  @Override
  void read() {}

  @Override
  void changeDefaults(Transaction tx, DefaultsScope of) {
    DefaultsChanges.delete(tx, of);
  }
}
