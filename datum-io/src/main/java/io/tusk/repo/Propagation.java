/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.repo;

import io.tusk.error.ErrorCode;
import io.tusk.error.TuskException;
import io.tusk.name.BranchName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The end of every transaction: triggers fire; then each branch that follows, directly or through
 * others, a branch that moved gets one open commit of the transaction's set, upstream ones first.
 */
final class Propagation {
  private final Transaction tx;
  private final Set<BranchName> followers = new TreeSet<>();

  private Propagation(Transaction tx) {
    this.tx = tx;
  }

  static void run(Transaction tx) {
    Triggers.run(tx);
    Propagation propagation = new Propagation(tx);
    for (BranchName moved : tx.moved()) {
      propagation.movedBy(moved).forEach(propagation::collect);
    }
    tx.triggered().stream()
        .filter(name -> tx.catalog().branch(name).filter(Propagation::follows).isPresent())
        .forEach(propagation::collect);
    FirstCommits.makeRoom(tx, propagation.followers);
    propagation.upstreamFirst().forEach(propagation::commit);
  }

  /**
   * A branch that no longer follows anything by the end of the transaction has nothing to await.
   */
  private static boolean follows(Branch branch) {
    return !branch.provenance().isEmpty();
  }

  private void collect(BranchName follower) {
    if (!followers.contains(follower)) {
      followers.addAll(Provenance.closure(follower, this::movedBy));
    }
  }

  /** What follows a branch and gets a commit when that does. */
  private List<BranchName> movedBy(BranchName upstream) {
    return tx.catalog().downstream(upstream).stream()
        .filter(follower -> tx.catalog().requireBranch(follower).isMovedBy(upstream))
        .toList();
  }

  /** Each branch once all that it follows had its turn; provenance has no cycles. */
  private List<Branch> upstreamFirst() {
    Map<BranchName, Branch> branches = new HashMap<>();
    Map<BranchName, Long> waitsFor = new HashMap<>();
    TreeSet<BranchName> ready = new TreeSet<>();
    for (BranchName name : followers) {
      Branch branch = tx.catalog().requireBranch(name);
      branches.put(name, branch);
      long upstream = branch.provenance().stream().filter(followers::contains).count();
      waitsFor.put(name, upstream);
      if (upstream == 0) {
        ready.add(name);
      }
    }
    List<Branch> order = new ArrayList<>();
    while (!ready.isEmpty()) {
      BranchName next = ready.pollFirst();
      order.add(branches.get(next));
      for (BranchName follower : tx.catalog().downstream(next)) {
        if (waitsFor.merge(follower, -1L, Long::sum) == 0) {
          ready.add(follower);
        }
      }
    }
    return order;
  }

  private void commit(Branch branch) {
    Commit head = tx.catalog().requireCommit(branch.name().repo(), branch.head());
    if (head.id().equals(tx.commitSet()) && head.origin() == Commit.Origin.AUTO) {
      openFirst(branch, head);
      return;
    }
    Commit commit =
        CommitChanges.newCommit(tx, branch.name(), Optional.of(branch), Commit.Origin.AUTO, "");
    CommitChanges.add(tx, commit);
    BranchChanges.stack(tx, branch, commit);
  }

  /**
   * The empty first commit of a branch that this transaction made becomes the open one. Branches
   * that share it still get a commit themselves.
   */
  private void openFirst(Branch branch, Commit empty) {
    Iterator<Branch> beside = tx.catalog().branches(branch.name().repo());
    while (beside.hasNext()) {
      Branch other = beside.next();
      if (other.head().equals(empty.id()) && !other.name().equals(branch.name())) {
        throw new TuskException(
            ErrorCode.CONFLICT,
            "branches "
                + other.name()
                + " and "
                + branch.name()
                + " cannot begin in one transaction: both follow others, so they need two commits of"
                + " one repo; make one of them first, in a command of its own");
      }
    }
    Commit commit =
        CommitChanges.newCommit(tx, branch.name(), Optional.empty(), Commit.Origin.AUTO, "")
            .withProvenance(Provenance.shown(tx, branch));
    CommitChanges.list(tx, commit);
    tx.put(branch.withHead(commit.id(), Optional.empty()));
    tx.moved().add(branch.name());
  }
}
