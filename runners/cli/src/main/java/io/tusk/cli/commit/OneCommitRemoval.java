/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli.commit;

import io.tusk.repo.Catalog;
import io.tusk.repo.Commit;
import io.tusk.repo.CommitRemoval;
import io.tusk.repo.Resolver;
import java.util.List;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Removes one commit, and what was made from it if that is wanted. */
abstract class OneCommitRemoval extends RemoveCommits {
  @Parameters(paramLabel = "REPO@COMMIT", description = "The commit.")
  private String name;

  @Option(
      names = {"-r", "--recursive"},
      description = "Also the commits that were made from it.")
  private boolean recursive;

  @Override
  protected final String subject() {
    return name;
  }

  @Override
  final List<Commit> commits(Catalog catalog) {
    Commit commit = new Resolver(catalog).head(commit(name));
    return recursive ? CommitRemoval.withSubvenance(catalog, commit) : List.of(commit);
  }
}
