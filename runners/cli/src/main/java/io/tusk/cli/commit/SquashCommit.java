/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli.commit;

import io.tusk.repo.Commit;
import io.tusk.repo.CommitRemoval;
import java.util.List;
import picocli.CommandLine.Command;

/** Squashes a commit set. */
@Command(
    description = {
      "Remove a commit set whose files its children hold: they take its place in their lines.",
      "Each commit needs a finished child, and no branch may show it."
    },
    footer = {"", "Examples:", "  tusk squash commit 0190f1c2d3e47a5b8c6d7e8f90a1b2c3"})
public final class SquashCommit extends CommitSetRemoval {
  @Override
  void remove(CommitRemoval removal, List<Commit> commits) {
    removal.squash(commits);
  }
}
