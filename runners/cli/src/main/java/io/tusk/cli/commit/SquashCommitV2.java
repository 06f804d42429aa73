/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli.commit;

import io.tusk.repo.Catalog;
import io.tusk.repo.Commit;
import io.tusk.repo.CommitRemoval;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Squashes one commit. */
@Command(
    description = {
      "Remove one commit whose files its children hold: they take its place in their line.",
      "It needs a finished child, and no branch may show it."
    },
    footer = {"", "Examples:", "  tusk squash commitV2 images@master^"})
public final class SquashCommitV2 extends RemoveCommits {
  @Parameters(paramLabel = "REPO@COMMIT", description = "The commit.")
  private String name;

  @Option(
      names = {"-r", "--recursive"},
      description = "Also the commits that were made from it.")
  private boolean recursive;

  @Override
  protected String subject() {
    return name;
  }

  @Override
  List<Commit> commits(Catalog catalog) {
    return one(catalog, name, recursive);
  }

  @Override
  void remove(CommitRemoval removal, List<Commit> commits) {
    removal.squash(commits);
  }
}
