/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.repo;

import io.tusk.error.ErrorCode;
import io.tusk.error.TuskException;
import io.tusk.name.CommitId;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Removes finished or open commits from their lines within a transaction. */
public final class CommitRemoval {
  private final Transaction tx;

  public CommitRemoval(Transaction tx) {
    this.tx = tx;
  }

  /** A commit and all that was made from it, directly or not; oldest set first. */
  public static List<Commit> withSubvenance(Catalog catalog, Commit commit) {
    Map<String, Commit> all = new HashMap<>();
    Deque<Commit> queue = new ArrayDeque<>(List.of(commit));
    while (!queue.isEmpty()) {
      Commit next = queue.poll();
      if (all.put(next.label(), next) == null) {
        queue.addAll(catalog.subvenants(next.repo(), next.id()));
      }
    }
    return all.values().stream().sorted(OLDEST_FIRST).toList();
  }

  private static final Comparator<Commit> OLDEST_FIRST =
      Comparator.comparing(Commit::id).thenComparing(Commit::repo);

  /**
   * Drops commits with what they changed. A branch that points at one falls back to its parent, or
   * to a new empty commit where there is none.
   *
   * @throws TuskException CONFLICT for one that has a child, or from which another was made, that
   *     is not dropped with it
   */
  public void drop(Collection<Commit> commits) {
    requireUnused(commits, "deleted", "delete");
    for (Commit commit : commits.stream().sorted(OLDEST_FIRST.reversed()).toList()) {
      for (CommitId child : tx.catalog().children(commit.repo(), commit.id())) {
        throw new TuskException(
            ErrorCode.CONFLICT,
            "commit "
                + commit.label()
                + " cannot be deleted: commit "
                + commit.repo()
                + "@"
                + child
                + " has it as its parent; delete that first, or squash this one into it");
      }
      CommitChanges.unlist(tx, commit);
      for (Branch branch : RepoChanges.list(tx.catalog().branches(commit.repo()))) {
        if (branch.head().equals(commit.id())) {
          fallBack(branch, tx.catalog().parent(commit));
        }
      }
    }
  }

  private void fallBack(Branch branch, Optional<Commit> parent) {
    Commit head = parent.orElseGet(() -> BranchChanges.emptyFirst(tx, branch.name()));
    Optional<Commit> readable =
        head.isReadable() ? Optional.of(head) : tx.catalog().readableAncestor(head);
    tx.put(branch.withHead(head.id(), readable.map(Commit::id)));
  }

  /**
   * Removes commits whose children hold all that they hold: each child gets the commit's parent.
   *
   * @throws TuskException CONFLICT for one without children, with one that is open, or that a
   *     branch shows, and for one from which another was made that is not squashed with it
   */
  public void squash(Collection<Commit> commits) {
    requireUnused(commits, "squashed", "squash");
    for (Commit commit : commits.stream().sorted(OLDEST_FIRST).toList()) {
      List<CommitId> children = tx.catalog().children(commit.repo(), commit.id());
      if (children.isEmpty()) {
        throw refuse(
            commit,
            "it has no child that would hold its files; 'tusk delete commit "
                + commit.id()
                + "' removes it with them");
      }
      for (CommitId id : children) {
        Commit child = tx.catalog().requireCommit(commit.repo(), id);
        if (child.isOpen()) {
          throw refuse(commit, "its child " + child.label() + " is open; finish that first");
        }
        CommitChanges.unlist(tx, child);
        CommitChanges.list(tx, child.withParent(commit.parent()));
      }
      requireNotShown(commit);
      CommitChanges.unlist(tx, commit);
    }
  }

  private void requireNotShown(Commit commit) {
    for (Branch branch : RepoChanges.list(tx.catalog().branches(commit.repo()))) {
      if (branch.head().equals(commit.id())
          || branch.readable().filter(commit.id()::equals).isPresent()) {
        throw refuse(
            commit, "branch " + branch.name() + " shows it; point the branch elsewhere first");
      }
    }
  }

  private void requireUnused(Collection<Commit> commits, String done, String verb) {
    Set<String> removed = commits.stream().map(Commit::label).collect(Collectors.toSet());
    for (Commit commit : commits) {
      for (Commit subvenant : tx.catalog().subvenants(commit.repo(), commit.id())) {
        if (!removed.contains(subvenant.label())) {
          throw new TuskException(
              ErrorCode.CONFLICT,
              "commit "
                  + commit.label()
                  + " cannot be "
                  + done
                  + ": commit "
                  + subvenant.label()
                  + " was made from it; 'tusk "
                  + verb
                  + " commitV2 "
                  + commit.label()
                  + " --recursive' includes what was made from it");
        }
      }
    }
  }

  private static TuskException refuse(Commit commit, String fact) {
    return new TuskException(
        ErrorCode.CONFLICT, "commit " + commit.label() + " cannot be squashed: " + fact);
  }
}
