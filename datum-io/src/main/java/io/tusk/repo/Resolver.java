/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.repo;

import io.tusk.error.ErrorCode;
import io.tusk.error.TuskException;
import io.tusk.name.BranchName;
import io.tusk.name.CommitId;
import io.tusk.name.RepoName;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** Finds the commit that a {@link CommitRef} names. */
public final class Resolver {
  private final Catalog catalog;

  public Resolver(Catalog catalog) {
    this.catalog = catalog;
  }

  /**
   * The commit to read: of a branch its newest one that is finished without error; an id is taken
   * as it is. A step back passes over commits that are not readable.
   *
   * @throws TuskException NOT_FOUND when there is none
   */
  public Commit readable(CommitRef ref) {
    return walk(ref, ref.id().isPresent() ? byId(ref) : readableHead(ref));
  }

  /** As {@link #readable}, but of a branch its head, whatever state that is in. */
  public Commit head(CommitRef ref) {
    if (ref.id().isPresent()) {
      return walk(ref, byId(ref));
    }
    Branch branch = catalog.requireBranch(ref.branch().orElseThrow());
    if (!ref.ancestry().equals(CommitRef.SELF)) {
      return readable(ref);
    }
    return catalog.requireCommit(ref.repo(), branch.head());
  }

  private Commit readableHead(CommitRef ref) {
    BranchName name = ref.branch().orElseThrow();
    Branch branch = catalog.requireBranch(name);
    CommitId id =
        branch
            .readable()
            .orElseThrow(
                () ->
                    new TuskException(
                        ErrorCode.NOT_FOUND,
                        "branch "
                            + name
                            + " has no commit that is finished without error; "
                            + (branch.owner() == Branch.Owner.PIPELINE
                                ? "'tusk run' runs its pipeline"
                                : "'tusk finish commit " + name + "' finishes its head")));
    return catalog.requireCommit(ref.repo(), id);
  }

  private Commit byId(CommitRef ref) {
    catalog.requireRepo(ref.repo());
    CommitId id = ref.id().orElseThrow();
    Commit commit =
        catalog
            .commit(ref.repo(), id)
            .or(() -> throughProvenance(ref.repo(), id))
            .orElseGet(() -> catalog.requireCommit(ref.repo(), id));
    if (ref.branch().isPresent() && !commit.branch().equals(ref.branch().get())) {
      throw new TuskException(
          ErrorCode.NOT_FOUND,
          "commit "
              + commit.label()
              + " is of branch "
              + commit.branch()
              + ", not of "
              + ref.branch().get());
    }
    return commit;
  }

  /** The commit that was current in {@code repo} for the set: what its commits follow, in turn. */
  private Optional<Commit> throughProvenance(RepoName repo, CommitId set) {
    Deque<Commit> queue = new ArrayDeque<>(catalog.commitSet(set));
    Set<String> seen = new HashSet<>();
    while (!queue.isEmpty()) {
      for (Commit.Upstream upstream : queue.poll().provenance()) {
        Optional<Commit> commit = catalog.commit(upstream.branch().repo(), upstream.commit());
        if (commit.isPresent() && upstream.branch().repo().equals(repo)) {
          return commit;
        }
        commit.filter(found -> seen.add(found.label())).ifPresent(queue::add);
      }
    }
    return Optional.empty();
  }

  private Commit walk(CommitRef ref, Commit start) {
    if (ref.ancestry() instanceof CommitRef.Ancestry.FromStart fromStart) {
      return fromStart(ref, start, fromStart.number());
    }
    Commit commit = start;
    for (long left = ((CommitRef.Ancestry.Back) ref.ancestry()).commits(); left > 0; left--) {
      commit = catalog.readableAncestor(commit).orElseThrow(() -> beyondFirst(ref));
    }
    return commit;
  }

  private Commit fromStart(CommitRef ref, Commit start, long number) {
    // Two passes instead of a list: a line may have millions of commits.
    long count = start.isReadable() ? 1 : 0;
    Optional<Commit> ancestor = catalog.readableAncestor(start);
    for (; ancestor.isPresent(); ancestor = catalog.readableAncestor(ancestor.get())) {
      count++;
    }
    if (number > count) {
      throw beyondFirst(ref);
    }
    Commit commit = start.isReadable() ? start : catalog.readableAncestor(start).orElseThrow();
    for (; count > number; count--) {
      commit = catalog.readableAncestor(commit).orElseThrow(() -> beyondFirst(ref));
    }
    return commit;
  }

  private static TuskException beyondFirst(CommitRef ref) {
    return new TuskException(
        ErrorCode.NOT_FOUND,
        "commit "
            + ref
            + " does not exist: its line has fewer commits;"
            + " 'tusk list commit "
            + ref.repo()
            + "' shows them");
  }
}
