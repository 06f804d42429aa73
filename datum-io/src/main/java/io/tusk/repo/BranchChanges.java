/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.repo;

import io.tusk.error.ErrorCode;
import io.tusk.error.TuskException;
import io.tusk.files.FileSet;
import io.tusk.name.BranchName;
import io.tusk.name.CommitId;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Makes, moves and removes branches within a transaction. */
public final class BranchChanges {
  private BranchChanges() {}

  /**
   * The branch, which is made with an empty first commit where it does not exist.
   *
   * @throws TuskException NOT_FOUND for its repository
   */
  public static Branch require(Transaction tx, BranchName name) {
    return tx.catalog().branch(name).orElseGet(() -> createEmpty(tx, name));
  }

  private static Branch createEmpty(Transaction tx, BranchName name) {
    tx.catalog().requireRepo(name.repo());
    Commit first = emptyFirst(tx, name);
    Branch branch = Branch.of(name, tx.time(), first.id(), Optional.of(first.id()));
    tx.put(branch);
    return branch;
  }

  /**
   * As {@link #require}, but with an empty commit that leaves the repository free to get another
   * one in the transaction.
   */
  static Branch requireApart(Transaction tx, BranchName name) {
    Optional<Branch> present = tx.catalog().branch(name);
    if (present.isPresent()) {
      return present.get();
    }
    tx.catalog().requireRepo(name.repo());
    requireEmptyApart(tx, name);
    Branch branch = Branch.of(name, tx.time(), tx.emptySet(), Optional.of(tx.emptySet()));
    tx.put(branch);
    return branch;
  }

  /** The empty commit of a set of its own; made on {@code name} where the repository has none. */
  static void requireEmptyApart(Transaction tx, BranchName name) {
    if (tx.catalog().commit(name.repo(), tx.emptySet()).isEmpty()) {
      addEmptyFirst(tx, name, tx.emptySet());
    }
  }

  /** An empty commit to begin with: one for all branches of a repository in a transaction. */
  static Commit emptyFirst(Transaction tx, BranchName name) {
    return tx.catalog()
        .commit(name.repo(), tx.commitSet())
        .filter(BranchChanges::isEmptyFirst)
        .orElseGet(() -> addEmptyFirst(tx, name, tx.commitSet()));
  }

  /** Whether it is one that no user made, with which a branch began. */
  static boolean isEmptyFirst(Commit commit) {
    return commit.origin() == Commit.Origin.AUTO
        && commit.isReadable()
        && commit.parent().isEmpty()
        && commit.files().root().isEmpty();
  }

  private static Commit addEmptyFirst(Transaction tx, BranchName name, CommitId id) {
    Commit first =
        CommitChanges.newCommit(tx, name, Optional.empty(), Commit.Origin.AUTO, "")
            .withId(id)
            .finish(tx.time(), FileSet.EMPTY, Optional.empty(), Optional.empty());
    CommitChanges.add(tx, first);
    return first;
  }

  /**
   * Makes the branch point at a commit of its repository, or moves it there. Nothing happens when
   * it is its head already.
   *
   * @throws TuskException CONFLICT for a branch that a pipeline writes, for a commit of another
   *     repository, and while the commit, or what its readers would see instead of it, is open
   */
  public static void point(Transaction tx, BranchName name, Commit head) {
    if (!head.repo().equals(name.repo())) {
      throw new TuskException(
          ErrorCode.CONFLICT,
          "branch "
              + name
              + " cannot have commit "
              + head.label()
              + " as its head; they must belong to the same repo");
    }
    Optional<Branch> present = tx.catalog().branch(name);
    present.ifPresent(BranchChanges::requireUserBranch);
    if (present.filter(found -> found.head().equals(head.id())).isPresent()) {
      return;
    }
    requireSettled(tx, name, head);
    Branch branch =
        present.orElseGet(() -> Branch.of(name, tx.time(), head.id(), Optional.empty()));
    moveHead(tx, branch, head);
  }

  /**
   * A commit that is finished tells the branch that it was made on, no other; so others can only
   * point where what they show is settled.
   */
  private static void requireSettled(Transaction tx, BranchName name, Commit head) {
    Optional<Commit> commit = Optional.of(head);
    while (commit.isPresent() && !commit.get().isReadable()) {
      if (commit.get().isOpen()) {
        throw new TuskException(
            ErrorCode.CONFLICT,
            "branch "
                + name
                + " cannot have commit "
                + head.label()
                + " as its head: commit "
                + commit.get().label()
                + " is open; finish it first");
      }
      commit = tx.catalog().parent(commit.get());
    }
  }

  /**
   * Sets what the branch follows; if that is new and something, the branch gets a commit.
   *
   * @throws TuskException CONFLICT for a branch that a pipeline writes or that has a trigger, where
   *     branches would follow each other, and where a commit upstream would need two commits of one
   *     repository
   */
  public static void follow(Transaction tx, BranchName name, List<BranchName> provenance) {
    provenance.forEach(upstream -> Provenance.refuseCycle(tx, name, upstream));
    Branch branch = require(tx, name);
    provenance.forEach(upstream -> require(tx, upstream));
    if (new HashSet<>(provenance).equals(Set.copyOf(branch.provenance()))) {
      return;
    }
    requireUserBranch(branch);
    if (!provenance.isEmpty()) {
      refuseTrigger(branch);
    }
    Provenance.replace(tx, branch, provenance);
    if (!provenance.isEmpty()) {
      Provenance.refuseClash(tx, name, "branch " + name + " cannot follow that");
      trigger(tx, name);
    }
  }

  /**
   * Makes the output branch of a pipeline, which follows the branches of its input. The caller
   * gives it a commit through {@link #trigger}.
   *
   * @throws TuskException as {@link #follow} does; CONFLICT while a commit of a branch that was no
   *     pipeline's is open
   */
  public static void own(Transaction tx, BranchName output, List<BranchName> provenance) {
    own(tx, output, provenance, List.of());
  }

  /**
   * As the other, with branches whose commits alone make none of the output.
   *
   * @param passive among {@code provenance}
   */
  public static void own(
      Transaction tx,
      BranchName output,
      List<BranchName> provenance,
      Collection<BranchName> passive) {
    provenance.forEach(upstream -> Provenance.refuseCycle(tx, output, upstream));
    provenance.forEach(upstream -> require(tx, upstream));
    Branch before = require(tx, output);
    if (before.owner() == Branch.Owner.USER) {
      refuseOpenCommits(tx, output);
      refuseTrigger(before);
    }
    Branch after = Provenance.replace(tx, before.withOwner(Branch.Owner.PIPELINE), provenance);
    tx.put(after.withPassive(passive));
    Provenance.refuseClash(tx, output, "branch " + output + " cannot follow that");
  }

  /** What one branch moves and others cannot be told apart. */
  private static void refuseTrigger(Branch branch) {
    branch
        .trigger()
        .ifPresent(
            trigger -> {
              throw new TuskException(
                  ErrorCode.CONFLICT,
                  "branch "
                      + branch.name()
                      + " cannot follow others: branch "
                      + trigger.source()
                      + " triggers it, and a branch cannot have both provenance and a trigger; use"
                      + " another branch");
            });
  }

  /** They would be jobs then, of inputs that they do not follow. */
  private static void refuseOpenCommits(Transaction tx, BranchName output) {
    Iterator<Commit> commits = tx.catalog().openCommits();
    while (commits.hasNext()) {
      Commit commit = commits.next();
      if (commit.branch().equals(output)) {
        throw new TuskException(
            ErrorCode.CONFLICT,
            "branch "
                + output
                + " cannot be a pipeline's output while its commit "
                + commit.label()
                + " is open; 'tusk finish commit "
                + commit.label()
                + " --force' finishes it");
      }
    }
  }

  /** Ends a pipeline's ownership: the branch stays and follows nothing. */
  public static void disown(Transaction tx, BranchName output) {
    Branch branch = tx.catalog().requireBranch(output).withOwner(Branch.Owner.USER);
    Provenance.replace(tx, branch, List.of());
  }

  /**
   * Gives the branch a new commit at the end of the transaction, as if its provenance had moved.
   */
  public static void trigger(Transaction tx, BranchName branch) {
    tx.triggered().add(branch);
  }

  /**
   * Removes a branch; its commits stay.
   *
   * @throws TuskException CONFLICT while another branch follows it, while it triggers another or
   *     another triggers it, and where a pipeline writes it
   */
  public static void delete(Transaction tx, BranchName name) {
    Branch branch = tx.catalog().requireBranch(name);
    requireUserBranch(branch);
    List<BranchName> downstream = tx.catalog().downstream(name);
    if (!downstream.isEmpty()) {
      requireNoPipeline(tx, downstream.get(0), "branch " + name, "it");
      throw new TuskException(
          ErrorCode.CONFLICT,
          "branch "
              + name
              + " cannot be deleted: branch "
              + downstream.get(0)
              + " follows it; delete that first");
    }
    refuseTriggers(tx, branch);
    remove(tx, branch);
  }

  private static void refuseTriggers(Transaction tx, Branch branch) {
    String what =
        branch
            .trigger()
            .map(trigger -> "it is triggered by branch " + trigger.source())
            .or(
                () ->
                    tx.catalog().triggered(branch.name()).stream()
                        .findFirst()
                        .map(triggered -> "it triggers branch " + triggered))
            .orElse("");
    if (!what.isEmpty()) {
      throw new TuskException(
          ErrorCode.CONFLICT,
          "branch "
              + branch.name()
              + " cannot be deleted: "
              + what
              + "; 'tusk delete branch "
              + branch.name()
              + " --force' deletes it with the trigger");
    }
  }

  /**
   * Removes a branch; its commits stay, what followed it follows it no longer, and what it
   * triggered moves no more.
   *
   * @throws TuskException CONFLICT where a pipeline writes the branch, one that follows it or one
   *     that follows what it triggers; NOT_FOUND
   */
  public static void deleteForced(Transaction tx, BranchName name) {
    Branch branch = tx.catalog().requireBranch(name);
    requireUserBranch(branch);
    for (BranchName follower : tx.catalog().downstream(name)) {
      requireNoPipeline(tx, follower, "branch " + name, "it");
      Branch following = tx.catalog().requireBranch(follower);
      List<BranchName> others =
          following.provenance().stream().filter(other -> !other.equals(name)).toList();
      Provenance.replace(tx, following, others);
    }
    for (BranchName triggered : tx.catalog().triggered(name)) {
      for (BranchName follower : tx.catalog().downstream(triggered)) {
        requireNoPipeline(
            tx, follower, "branch " + name, "branch " + triggered + ", which it triggers");
      }
      TriggerChanges.remove(tx, triggered);
    }
    remove(tx, branch);
  }

  static void remove(Transaction tx, Branch branch) {
    Provenance.replace(tx, branch, List.of());
    TriggerChanges.unlist(tx, branch);
    tx.metadata().remove(Keys.branch(branch.name()));
  }

  /** Points the branch at {@code head}, which exists in the transaction, and tells who follows. */
  static void moveHead(Transaction tx, Branch branch, Commit head) {
    moveHead(tx, branch, head, tx.time());
  }

  /** As the other, at a time that counts for the branch's trigger. */
  static void moveHead(Transaction tx, Branch branch, Commit head, Instant time) {
    Optional<Commit> readable =
        head.isReadable() ? Optional.of(head) : tx.catalog().readableAncestor(head);
    tx.put(
        branch
            .withHead(head.id(), readable.map(Commit::id))
            .withTrigger(branch.trigger().map(trigger -> trigger.since(time))));
    tx.moved().add(branch.name());
    tx.shown().add(branch.name());
  }

  /** Makes {@code commit}, which is open and follows the branch's head, its head. */
  static void stack(Transaction tx, Branch branch, Commit commit) {
    tx.put(branch.withHead(commit.id(), branch.readable()));
    tx.moved().add(branch.name());
  }

  /**
   * @throws TuskException CONFLICT for a branch that a pipeline writes
   */
  public static void requireUserBranch(Branch branch) {
    if (branch.owner() == Branch.Owner.PIPELINE) {
      throw new TuskException(
          ErrorCode.CONFLICT,
          "branch "
              + branch.name()
              + " is written by pipeline "
              + branch.name().repo()
              + " alone; use another branch or change the pipeline's input");
    }
  }

  /**
   * Refuses to delete what a pipeline reads.
   *
   * @param follower of what is to be deleted
   * @param subject what that is, as the subject of a sentence
   * @param read what of it the follower reads, as an object
   * @throws TuskException CONFLICT where a pipeline writes {@code follower}
   */
  static void requireNoPipeline(Transaction tx, BranchName follower, String subject, String read) {
    if (tx.catalog().requireBranch(follower).owner() == Branch.Owner.PIPELINE) {
      throw new TuskException(
          ErrorCode.CONFLICT,
          subject
              + " cannot be deleted: pipeline "
              + follower.repo()
              + " reads "
              + read
              + "; give the pipeline another input by 'tusk update pipeline', or delete it first:"
              + " 'tusk delete pipeline "
              + follower.repo()
              + "'");
    }
  }
}
