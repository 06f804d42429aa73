/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli.commit;

import io.tusk.name.CommitId;
import io.tusk.repo.Catalog;
import io.tusk.repo.Commit;
import java.util.List;
import picocli.CommandLine.Parameters;

/** Removes the commits of one id in all repositories. */
abstract class CommitSetRemoval extends RemoveCommits {
  @Parameters(paramLabel = "ID", description = "The id of the commit set.")
  private String id;

  @Override
  protected final String subject() {
    return id;
  }

  @Override
  final List<Commit> commits(Catalog catalog) {
    if (!CommitId.looksLikeId(id)) {
      throw misuse(
          "the id of a commit set is meant, 32 hex digits, not \""
              + id
              + "\"; 'tusk "
              + words()
              + "V2' takes one commit");
    }
    return CommitSet.require(catalog, new CommitId(id));
  }
}
