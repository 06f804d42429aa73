/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli.commit;

import io.tusk.cli.frame.ChangeCommand;
import io.tusk.error.ErrorCode;
import io.tusk.error.TuskException;
import io.tusk.pipeline.JobChanges;
import io.tusk.repo.Catalog;
import io.tusk.repo.Commit;
import io.tusk.repo.CommitRemoval;
import io.tusk.repo.OpenWrites;
import io.tusk.repo.Transaction;
import io.tusk.repo.TuskStore;
import java.util.List;

/** Removes commits, with the jobs that made them. */
abstract class RemoveCommits extends ChangeCommand {
  private List<Commit> sealed = List.of();

  /** The commits that are meant, of an id or of one repository. */
  abstract List<Commit> commits(Catalog catalog);

  abstract void remove(CommitRemoval removal, List<Commit> commits);

  @Override
  protected final boolean closesAnything() {
    return true;
  }

  @Override
  protected final void beforeCommit(TuskStore store) {
    // Nothing may be written any more to an open commit that goes.
    sealed =
        present(store.snapshot().catalog()).stream()
            .filter(commit -> commit.isOpen() && commit.origin() == Commit.Origin.USER)
            .toList();
    sealed.forEach(commit -> new OpenWrites(store, commit).seal());
  }

  /** What the same transaction makes is not there yet, and has not been written to. */
  private List<Commit> present(Catalog catalog) {
    try {
      return commits(catalog);
    } catch (TuskException e) {
      if (e.code() != ErrorCode.NOT_FOUND) {
        throw e;
      }
      return List.of();
    }
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
