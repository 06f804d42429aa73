/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.repo;

import io.tusk.error.ErrorCode;
import io.tusk.error.TuskException;
import io.tusk.name.BranchName;
import io.tusk.name.CommitId;
import io.tusk.name.RepoName;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Removes finished or open commits from their lines within a transaction. */
public final class CommitRemoval {
  private static final Comparator<Commit> OLDEST_FIRST =
      Comparator.comparing(Commit::id).thenComparing(Commit::repo);

  private final Transaction tx;

  /** The branches of the repositories that were looked at, as they are now: each is read once. */
  private final Map<RepoName, Map<BranchName, Branch>> branches = new HashMap<>();

  public CommitRemoval(Transaction tx) {
    this.tx = tx;
  }

  /** A commit and all that was made from it, directly or not; oldest set first. */
  public static List<Commit> withSubvenance(Catalog catalog, Commit commit) {
    Map<String, Commit> all = new HashMap<>();
    Map<CommitId, List<Commit>> sets = new HashMap<>();
    Deque<Commit> queue = new ArrayDeque<>(List.of(commit));
    while (!queue.isEmpty()) {
      Commit next = queue.poll();
      if (all.put(next.label(), next) == null) {
        List<Commit> set = sets.computeIfAbsent(next.id(), catalog::commitSet);
        queue.addAll(catalog.subvenants(next.repo(), next.id(), set));
      }
    }
    return all.values().stream().sorted(OLDEST_FIRST).toList();
  }

  private List<Branch> branches(RepoName repo) {
    return List.copyOf(branches.computeIfAbsent(repo, this::readBranches).values());
  }

  private Map<BranchName, Branch> readBranches(RepoName repo) {
    Map<BranchName, Branch> found = new TreeMap<>();
    tx.catalog().branches(repo).forEachRemaining(branch -> found.put(branch.name(), branch));
    return found;
  }

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
      for (Branch branch : branches(commit.repo())) {
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
    Branch moved = branch.withHead(head.id(), readable.map(Commit::id));
    tx.put(moved);
    branches.get(branch.name().repo()).put(branch.name(), moved);
  }

  /**
   * Removes commits whose children hold all that they hold: each child gets the commit's parent.
   *
   * @throws TuskException CONFLICT for one without children, with one that is open, or that a
   *     branch shows, and for one from which another was made that is not squashed with it
   */
  public void squash(Collection<Commit> commits) {
    requireUnused(commits, "squashed", "squash");
    for (Commit given : commits.stream().sorted(OLDEST_FIRST).toList()) {
      // One that was squashed before it may have been its parent.
      Commit commit = tx.catalog().requireCommit(given.repo(), given.id());
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
    for (Branch branch : branches(commit.repo())) {
      if (branch.head().equals(commit.id())
          || branch.readable().filter(commit.id()::equals).isPresent()) {
        throw refuse(
            commit, "branch " + branch.name() + " shows it; point the branch elsewhere first");
      }
    }
  }

  private void requireUnused(Collection<Commit> commits, String done, String verb) {
    Set<String> removed = commits.stream().map(Commit::label).collect(Collectors.toSet());
    Map<CommitId, List<Commit>> sets = new HashMap<>();
    for (Commit commit : commits) {
      List<Commit> set = sets.computeIfAbsent(commit.id(), tx.catalog()::commitSet);
      for (Commit subvenant : tx.catalog().subvenants(commit.repo(), commit.id(), set)) {
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
