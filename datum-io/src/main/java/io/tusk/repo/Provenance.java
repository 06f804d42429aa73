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
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * Which branch follows which. There are no cycles, not even through triggers, and no branch leads
 * to two branches of one repo that follow others: a commit to it would need two commits of that
 * repo in one set.
 */
final class Provenance {
  private Provenance() {}

  /** Sets what {@code branch} follows, unchecked; the branch, then. */
  static Branch replace(Transaction tx, Branch branch, List<BranchName> provenance) {
    for (BranchName upstream : branch.provenance()) {
      tx.metadata().remove(Keys.downstream(upstream, branch.name()));
    }
    for (BranchName upstream : provenance) {
      tx.metadata().put(Keys.downstream(upstream, branch.name()), MetadataValue.present());
    }
    Branch after = branch.withProvenance(provenance);
    tx.put(after);
    return after;
  }

  /** The branches that a commit of {@code name} may move or give a commit to, one step away. */
  static List<BranchName> next(Catalog catalog, BranchName name) {
    List<BranchName> next = new ArrayList<>(catalog.downstream(name));
    next.addAll(catalog.triggered(name));
    return next;
  }

  /** The branches whose commits may move {@code branch} or give it one, one step away. */
  private static List<BranchName> previous(Branch branch) {
    return branch.trigger().map(Trigger::source).map(List::of).orElse(branch.provenance());
  }

  /**
   * The shortest way from {@code start} through what follows it, or is triggered by it, to {@code
   * end}; empty where there is none.
   */
  static List<BranchName> way(Catalog catalog, BranchName start, BranchName end) {
    Map<BranchName, BranchName> cameFrom = new HashMap<>();
    Deque<BranchName> queue = new ArrayDeque<>(List.of(start));
    while (!queue.isEmpty()) {
      BranchName from = queue.poll();
      for (BranchName found : next(catalog, from)) {
        if (cameFrom.putIfAbsent(found, from) == null) {
          queue.add(found);
        }
      }
    }
    if (!start.equals(end) && !cameFrom.containsKey(end)) {
      return List.of();
    }
    Deque<BranchName> way = new ArrayDeque<>(List.of(end));
    while (!way.getFirst().equals(start)) {
      way.addFirst(cameFrom.get(way.getFirst()));
    }
    return List.copyOf(way);
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
    if (closure(name, each -> next(tx.catalog(), each)).contains(upstream)) {
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
   * @param refused what cannot be, a clause for people
   * @throws TuskException CONFLICT for what {@link #clash} tells
   */
  static void refuseClash(Transaction tx, BranchName name, String refused) {
    clash(tx.catalog(), name)
        .ifPresent(
            fact -> {
              throw new TuskException(
                  ErrorCode.CONFLICT, refused + ": " + fact + "; use a repo of its own");
            });
  }

  /**
   * Why the branch, or one that follows it, cannot be beside another of its repository that follows
   * the same, a clause for people; nothing where there is none.
   */
  static Optional<String> clash(Catalog catalog, BranchName name) {
    for (BranchName below : closure(name, each -> next(catalog, each))) {
      if (catalog.requireBranch(below).provenance().isEmpty()) {
        // It moves to commits that are there, and gets none of its own.
        continue;
      }
      Iterator<Branch> beside = catalog.branches(below.repo());
      while (beside.hasNext()) {
        Branch other = beside.next();
        Optional<String> clash =
            other.name().equals(below) ? Optional.empty() : clash(catalog, below, other);
        if (clash.isPresent()) {
          return clash;
        }
      }
    }
    return Optional.empty();
  }

  private static Optional<String> clash(Catalog catalog, BranchName below, Branch other) {
    Function<BranchName, List<BranchName>> upstream = each -> previous(catalog.requireBranch(each));
    Set<BranchName> both = closure(below, upstream);
    both.retainAll(
        other.provenance().isEmpty() ? Set.of(other.name()) : closure(other.name(), upstream));
    return both.stream()
        .findFirst()
        .map(
            shared ->
                "a commit to branch "
                    + shared
                    + " would need commits to both "
                    + below
                    + " and "
                    + other.name()
                    + ", and a repo has one commit of a set");
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
