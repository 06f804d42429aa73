/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli.commit;

import io.tusk.repo.Commit;
import io.tusk.repo.CommitRemoval;
import java.util.List;
import picocli.CommandLine.Command;

/** Deletes one commit. */
@Command(
    description = {
      "Delete one commit with what it changed; its branches fall back to its parent.",
      "It may have no child."
    },
    footer = {"", "Examples:", "  tusk delete commitV2 images@master --recursive"})
public final class DeleteCommitV2 extends OneCommitRemoval {
  @Override
  void remove(CommitRemoval removal, List<Commit> commits) {
    removal.drop(commits);
  }
}
