/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli.commit;

import io.tusk.cli.frame.ChangeCommand;
import io.tusk.error.ErrorCode;
import io.tusk.error.TuskException;
import io.tusk.name.CommitId;
import io.tusk.pipeline.JobChanges;
import io.tusk.repo.Catalog;
import io.tusk.repo.Commit;
import io.tusk.repo.CommitRemoval;
import io.tusk.repo.OpenWrites;
import io.tusk.repo.Resolver;
import io.tusk.repo.Transaction;
import io.tusk.repo.TuskStore;
import java.util.List;

/** Removes commits: those of a set, or one with or without what was made from it. */
abstract class RemoveCommits extends ChangeCommand {
  private List<Commit> sealed = List.of();

  /** The commits that are meant, of an id or of one repository. */
  abstract List<Commit> commits(Catalog catalog);

  abstract void remove(CommitRemoval removal, List<Commit> commits);

  /** The commits of a set. */
  final List<Commit> set(Catalog catalog, String id) {
    if (!CommitId.looksLikeId(id)) {
      throw misuse(
          "the id of a commit set is meant, 32 hex digits, not \""
              + id
              + "\"; 'tusk "
              + words()
              + "V2' takes one commit");
    }
    List<Commit> set = catalog.commitSet(new CommitId(id));
    if (set.isEmpty()) {
      throw new TuskException(
          ErrorCode.NOT_FOUND,
          "commit set " + id + " does not exist; 'tusk list commit' shows those that do");
    }
    return set;
  }

  /** One commit, and what was made from it if that is wanted. */
  final List<Commit> one(Catalog catalog, String name, boolean recursive) {
    Commit commit = new Resolver(catalog).head(commit(name));
    return recursive ? CommitRemoval.withSubvenance(catalog, commit) : List.of(commit);
  }

  @Override
  protected final void beforeCommit(TuskStore store) {
    // Nothing may be written any more to an open commit that goes.
    sealed =
        commits(store.snapshot().catalog()).stream()
            .filter(commit -> commit.isOpen() && commit.origin() == Commit.Origin.USER)
            .toList();
    sealed.forEach(commit -> new OpenWrites(store, commit).seal());
  }

  @Override
  protected final void change(Transaction tx) {
    CommitRemoval removal = new CommitRemoval(tx);
    List<Commit> commits = commits(tx.catalog());
    remove(removal, commits);
    JobChanges.forget(tx, commits);
  }

  @Override
  protected final void afterCommit(TuskStore store) {
    sealed.forEach(commit -> new OpenWrites(store, commit).discard());
  }
}
