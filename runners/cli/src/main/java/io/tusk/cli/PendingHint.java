/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli;

import io.tusk.pipeline.JobCatalog;
import io.tusk.repo.TuskStore;

/** After a change that leaves jobs pending: says so to a person. */
final class PendingHint {
  private PendingHint() {}

  static void print(TuskCommand command, TuskStore store) {
    if (!command.terminal().isInteractive()) {
      return;
    }
    int pending = new JobCatalog(store.snapshot().catalog()).pending().size();
    if (pending > 0) {
      command.err().println(pending + (pending == 1 ? " job" : " jobs") + " pending: tusk run");
    }
  }
}
