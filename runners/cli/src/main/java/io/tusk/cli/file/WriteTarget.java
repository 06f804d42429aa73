/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli.file;

import io.tusk.cli.frame.FileRef;
import io.tusk.log.Operation;
import io.tusk.name.BranchName;
import io.tusk.repo.BranchChanges;
import io.tusk.repo.Catalog;
import io.tusk.repo.Commit;
import io.tusk.repo.CommitChanges;
import io.tusk.repo.CommitRef;
import io.tusk.repo.FileWrite;
import io.tusk.repo.Resolver;
import io.tusk.repo.Snapshot;
import java.util.Optional;

/**
 * What files are written to.
 *
 * @param branch the branch, or the one of the commit
 * @param commit the open commit that is named by its id, if one is
 */
record WriteTarget(BranchName branch, Optional<Commit> commit) {
  /**
   * The branch or the commit that is named; none where steps from one are.
   *
   * @throws io.tusk.error.TuskException NOT_FOUND for the repository or the commit; CONFLICT for a
   *     commit that is finished, and where a pipeline writes
   */
  static Optional<WriteTarget> of(Snapshot now, FileRef ref) {
    Catalog catalog = now.catalog();
    CommitRef named = ref.commit();
    if (!named.ancestry().equals(CommitRef.SELF)) {
      return Optional.empty();
    }
    if (named.id().isPresent()) {
      Commit commit = new Resolver(catalog).head(named);
      CommitChanges.requireWritable(catalog, commit);
      return Optional.of(new WriteTarget(commit.branch(), Optional.of(commit)));
    }
    BranchName branch = named.branch().orElseThrow();
    catalog.requireRepo(branch.repo());
    catalog.branch(branch).ifPresent(BranchChanges::requireUserBranch);
    return Optional.of(new WriteTarget(branch, Optional.empty()));
  }

  /** Makes the changes: in the open commit, else as {@link FileWrite#commit} does. */
  void commit(FileWrite write, Operation operation, String description) {
    if (commit.isPresent()) {
      write.addTo(commit.get());
    } else {
      write.commit(branch, operation, description);
    }
  }
}
