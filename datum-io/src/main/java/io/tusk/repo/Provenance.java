/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.repo;

import io.tusk.error.ErrorCode;
import io.tusk.error.TuskException;
import io.tusk.meta.MetadataValue;
import io.tusk.name.BranchName;
import io.tusk.name.CommitId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * Which branch follows which. There are no cycles, and no branch leads to two branches of one repo:
 * a commit to it would need two commits of that repo in one set.
 */
final class Provenance {
  private Provenance() {}

  /** Sets what {@code branch} follows, unchecked. */
  static void replace(Transaction tx, Branch branch, List<BranchName> provenance) {
    for (BranchName upstream : branch.provenance()) {
      tx.metadata().remove(Keys.downstream(upstream, branch.name()));
    }
    for (BranchName upstream : provenance) {
      tx.metadata().put(Keys.downstream(upstream, branch.name()), MetadataValue.present());
    }
    tx.put(branch.withProvenance(List.copyOf(new HashSet<>(provenance))));
  }

  /**
   * What the branches that {@code branch} follows show a commit that is made now. A head that ended
   * in an error shows what its readers see, unless that was made from other commits than the rest
   * was: nobody is shown two states of one branch.
   */
  static List<Commit.Upstream> shown(Transaction tx, Branch branch) {
    List<Commit.Upstream> heads = new ArrayList<>();
    List<Commit.Upstream> readable = new ArrayList<>();
    for (BranchName name : branch.provenance()) {
      Branch upstream = tx.catalog().requireBranch(name);
      Commit head = tx.catalog().requireCommit(name.repo(), upstream.head());
      CommitId good = head.error().isPresent() ? upstream.readable().orElse(head.id()) : head.id();
      heads.add(new Commit.Upstream(name, head.id()));
      readable.add(new Commit.Upstream(name, good));
    }
    return readable.equals(heads) || agree(tx.catalog(), readable) ? readable : heads;
  }

  /** Whether commits, and all that they were made from, are at most one of each branch. */
  private static boolean agree(Catalog catalog, List<Commit.Upstream> commits) {
    Map<BranchName, CommitId> seen = new HashMap<>();
    Deque<Commit.Upstream> queue = new ArrayDeque<>(commits);
    while (!queue.isEmpty()) {
      Commit.Upstream next = queue.poll();
      CommitId other = seen.put(next.branch(), next.commit());
      if (other == null) {
        catalog
            .commit(next.branch().repo(), next.commit())
            .ifPresent(commit -> queue.addAll(commit.provenance()));
      } else if (!other.equals(next.commit())) {
        return false;
      }
    }
    return true;
  }

  /**
   * @throws TuskException CONFLICT where {@code name} may not follow {@code upstream}
   */
  static void refuseCycle(Transaction tx, BranchName name, BranchName upstream) {
    if (upstream.repo().equals(name.repo())) {
      throw new TuskException(
          ErrorCode.CONFLICT,
          "branch " + name + " cannot follow branch " + upstream + " of its own repo");
    }
    if (closure(name, tx.catalog()::downstream).contains(upstream)) {
      throw new TuskException(
          ErrorCode.CONFLICT,
          "branch "
              + name
              + " cannot follow branch "
              + upstream
              + ": that one follows "
              + name
              + " already, directly or through others");
    }
  }

  /**
   * @throws TuskException CONFLICT where the branch, which follows what it is to follow, or one
   *     that follows it, has a branch beside it that follows the same
   */
  static void refuseClash(Transaction tx, BranchName name) {
    for (BranchName below : closure(name, tx.catalog()::downstream)) {
      Iterator<Branch> beside = tx.catalog().branches(below.repo());
      while (beside.hasNext()) {
        BranchName other = beside.next().name();
        if (!other.equals(below)) {
          refuseClash(tx, name, below, other);
        }
      }
    }
  }

  private static void refuseClash(
      Transaction tx, BranchName name, BranchName below, BranchName other) {
    Function<BranchName, List<BranchName>> upstream =
        each -> tx.catalog().requireBranch(each).provenance();
    Set<BranchName> both = closure(below, upstream);
    both.retainAll(closure(other, upstream));
    if (!both.isEmpty()) {
      throw new TuskException(
          ErrorCode.CONFLICT,
          "branch "
              + name
              + " cannot follow that: a commit to branch "
              + both.iterator().next()
              + " would need commits to both "
              + below
              + " and "
              + other
              + ", and a repo has one commit of a set; use a repo of its own");
    }
  }

  /** {@code start} and all that {@code next} leads to, sorted. */
  static Set<BranchName> closure(BranchName start, Function<BranchName, List<BranchName>> next) {
    Set<BranchName> seen = new TreeSet<>(Set.of(start));
    Deque<BranchName> queue = new ArrayDeque<>(seen);
    while (!queue.isEmpty()) {
      for (BranchName found : next.apply(queue.poll())) {
        if (seen.add(found)) {
          queue.add(found);
        }
      }
    }
    return seen;
  }
}
