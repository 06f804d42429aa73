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
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Removes commits, with the jobs that made them. */
abstract class RemoveCommits extends ChangeCommand {
  /** Those that are closed to writes; absent in a rehearsal. */
  private Optional<List<Commit>> sealed = Optional.empty();

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
    List<Commit> open = open(store);
    open.forEach(commit -> new OpenWrites(store, commit).seal());
    sealed = Optional.of(open);
  }

  private List<Commit> open(TuskStore store) {
    return present(store.snapshot().catalog()).stream().filter(RemoveCommits::isWritable).toList();
  }

  private static boolean isWritable(Commit commit) {
    return commit.isOpen() && commit.origin() == Commit.Origin.USER;
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
    sealed.ifPresent(closed -> requireClosed(tx, commits, closed));
    remove(removal, commits);
    JobChanges.forget(tx, commits);
  }

  /** A commit that another process has started meanwhile can be written to. */
  private static void requireClosed(Transaction tx, List<Commit> commits, List<Commit> closed) {
    Set<String> labels = closed.stream().map(Commit::label).collect(Collectors.toSet());
    for (Commit commit : commits) {
      boolean isNew = commit.id().equals(tx.commitSet());
      if (isWritable(commit) && !isNew && !labels.contains(commit.label())) {
        throw new TuskException(
            ErrorCode.CONFLICT,
            "commit " + commit.label() + " was started just now; give the command again");
      }
    }
  }

  @Override
  protected final void afterCommit(TuskStore store) {
    sealed.orElseThrow().forEach(commit -> new OpenWrites(store, commit).discard());
  }
}
