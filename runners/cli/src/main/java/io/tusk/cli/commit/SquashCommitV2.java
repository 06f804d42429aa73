/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli.commit;

import io.tusk.repo.Commit;
import io.tusk.repo.CommitRemoval;
import java.util.List;
import picocli.CommandLine.Command;

/** Squashes one commit. */
@Command(
    description = {
      "Remove one commit whose files its children hold: they take its place in their line.",
      "It needs a finished child, and no branch may show it."
    },
    footer = {"", "Examples:", "  tusk squash commitV2 images@master^"})
public final class SquashCommitV2 extends OneCommitRemoval {
  @Override
  void remove(CommitRemoval removal, List<Commit> commits) {
    removal.squash(commits);
  }
}
