/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli.commit;

import io.tusk.repo.Commit;
import io.tusk.repo.CommitRemoval;
import java.util.List;
import picocli.CommandLine.Command;

/** Deletes a commit set. */
@Command(
    description = {
      "Delete a commit set with what its commits changed; their branches fall back to their"
          + " parents.",
      "None of the commits may have a child. Jobs of the set are gone with it."
    },
    footer = {"", "Examples:", "  tusk delete commit 0190f1c2d3e47a5b8c6d7e8f90a1b2c3"})
public final class DeleteCommit extends CommitSetRemoval {
  @Override
  void remove(CommitRemoval removal, List<Commit> commits) {
    removal.drop(commits);
  }
}
