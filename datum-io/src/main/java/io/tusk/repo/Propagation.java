/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.repo;

import io.tusk.name.BranchName;
import io.tusk.name.CommitId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The end of every transaction: each branch that follows, directly or through others, a branch that
 * moved gets one open commit of the transaction's set, upstream ones first.
 */
final class Propagation {
  private final Transaction tx;
  private final Set<BranchName> followers = new HashSet<>();
  private final List<BranchName> order = new ArrayList<>();
  private final Map<BranchName, Boolean> visited = new HashMap<>();

  private Propagation(Transaction tx) {
    this.tx = tx;
  }

  static void run(Transaction tx) {
    Propagation propagation = new Propagation(tx);
    for (BranchName moved : tx.moved()) {
      propagation.collect(moved);
    }
    for (BranchName triggered : tx.triggered()) {
      propagation.followers.add(triggered);
      propagation.collect(triggered);
    }
    new TreeSet<>(propagation.followers).forEach(propagation::sort);
    propagation.order.forEach(propagation::commit);
  }

  private void collect(BranchName upstream) {
    for (BranchName follower : tx.catalog().downstream(upstream)) {
      if (followers.add(follower)) {
        collect(follower);
      }
    }
  }

  /** Depth first: what a branch follows comes before it. Provenance has no cycles. */
  private void sort(BranchName branch) {
    if (visited.put(branch, true) != null) {
      return;
    }
    for (BranchName upstream : tx.catalog().requireBranch(branch).provenance()) {
      if (followers.contains(upstream)) {
        sort(upstream);
      }
    }
    order.add(branch);
  }

  private void commit(BranchName name) {
    Branch branch = tx.catalog().requireBranch(name);
    List<Commit.Upstream> provenance = new ArrayList<>();
    for (BranchName upstream : branch.provenance()) {
      provenance.add(new Commit.Upstream(upstream, shown(upstream)));
    }
    Commit head = tx.catalog().requireCommit(name.repo(), branch.head());
    boolean madeHere = head.id().equals(tx.commitSet()) && head.origin() == Commit.Origin.AUTO;
    Commit commit =
        CommitChanges.newCommit(
            tx,
            name,
            madeHere ? Optional.empty() : Optional.of(head),
            Commit.Origin.AUTO,
            "",
            provenance);
    if (madeHere) {
      // The empty first commit of a branch that this transaction made becomes the open one.
      CommitChanges.list(tx, commit);
    } else {
      CommitChanges.add(tx, commit);
    }
    BranchChanges.moveHead(tx, branch, commit);
  }

  /** What a follower sees: the head, or what readers see where the head ended in an error. */
  private CommitId shown(BranchName upstream) {
    Branch branch = tx.catalog().requireBranch(upstream);
    Commit head = tx.catalog().requireCommit(upstream.repo(), branch.head());
    return head.error().isPresent() ? branch.readable().orElse(head.id()) : head.id();
  }
}
