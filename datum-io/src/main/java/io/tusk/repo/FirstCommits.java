/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.repo;

import io.tusk.name.BranchName;
import io.tusk.name.CommitId;
import io.tusk.name.RepoName;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Leaves the commit set of a transaction to the branches that get a commit at its end. A repository
 * has one commit of a set; where that is the empty one with which other branches begin, those begin
 * with one of a set of its own instead, as {@link BranchChanges#requireApart} has it.
 */
final class FirstCommits {
  private final Transaction tx;
  private final Set<RepoName> apart = new HashSet<>();

  private FirstCommits(Transaction tx) {
    this.tx = tx;
  }

  /**
   * @param followers the branches that get a commit
   */
  static void makeRoom(Transaction tx, Set<BranchName> followers) {
    FirstCommits first = new FirstCommits(tx);
    followers.stream()
        .map(BranchName::repo)
        .distinct()
        .flatMap(repo -> tx.catalog().commit(repo, tx.commitSet()).stream())
        .filter(BranchChanges::isEmptyFirst)
        .forEach(empty -> first.makeRoom(empty, followers));
    if (!first.apart.isEmpty()) {
      tx.catalog().commitSet(tx.commitSet()).forEach(commit -> first.correct(commit, followers));
    }
  }

  private void makeRoom(Commit empty, Set<BranchName> followers) {
    List<Branch> begun =
        RepoChanges.list(tx.catalog().branches(empty.repo())).stream()
            .filter(branch -> branch.head().equals(empty.id()))
            .toList();
    List<Branch> beside =
        begun.stream().filter(branch -> !followers.contains(branch.name())).toList();
    boolean isReplaced = beside.size() < begun.size();
    if (isReplaced && beside.isEmpty()) {
      return;
    }
    BranchName name = beside.stream().findFirst().map(Branch::name).orElse(empty.branch());
    BranchChanges.requireEmptyApart(tx, name);
    Optional<CommitId> head = Optional.of(tx.emptySet());
    beside.forEach(branch -> tx.put(branch.withHead(tx.emptySet(), head)));
    if (!isReplaced) {
      CommitChanges.unlist(tx, empty);
    }
    apart.add(empty.repo());
  }

  /** What the transaction made from the empty commit before was made from the other one. */
  private void correct(Commit commit, Set<BranchName> followers) {
    List<Commit.Upstream> provenance =
        commit.provenance().stream()
            .map(
                upstream ->
                    apart.contains(upstream.branch().repo())
                            && upstream.commit().equals(tx.commitSet())
                            && !followers.contains(upstream.branch())
                        ? new Commit.Upstream(upstream.branch(), tx.emptySet())
                        : upstream)
            .toList();
    if (!provenance.equals(commit.provenance())) {
      CommitChanges.unlist(tx, commit);
      CommitChanges.list(tx, commit.withProvenance(provenance));
    }
  }
}
