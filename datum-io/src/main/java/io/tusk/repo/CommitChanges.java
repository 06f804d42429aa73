/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.repo;

import io.tusk.error.ErrorCode;
import io.tusk.error.TuskException;
import io.tusk.files.FileSet;
import io.tusk.meta.MetadataValue;
import io.tusk.name.BranchName;
import io.tusk.name.CommitId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Starts and finishes commits within a transaction. */
public final class CommitChanges {
  private CommitChanges() {}

  /**
   * Starts a commit on a branch, which is made if it does not exist.
   *
   * @throws TuskException CONFLICT while the branch's head is open, for a branch that a pipeline
   *     writes, and for a second commit of the repository in this transaction
   */
  public static Commit start(Transaction tx, BranchName branch, String description) {
    Optional<Branch> present = tx.catalog().branch(branch);
    present.ifPresent(BranchChanges::requireUserBranch);
    requireFinishedHead(tx, present);
    Commit commit = newCommit(tx, branch, present, Commit.Origin.USER, description);
    add(tx, commit);
    BranchChanges.stack(
        tx,
        present.orElseGet(() -> Branch.of(branch, tx.time(), commit.id(), Optional.empty())),
        commit);
    return commit;
  }

  /**
   * As {@link #start(Transaction, BranchName, String)}, but on {@code parent}, to which the branch
   * moves: its readers see what that shows until the new commit is finished.
   *
   * @throws TuskException also CONFLICT while the parent is open, and for one of another repository
   */
  public static Commit startOn(
      Transaction tx, Commit parent, BranchName branch, String description) {
    requireFinishedHead(tx, tx.catalog().branch(branch));
    BranchChanges.point(tx, branch, parent);
    return start(tx, branch, description);
  }

  private static void requireFinishedHead(Transaction tx, Optional<Branch> branch) {
    branch
        .map(found -> tx.catalog().requireCommit(found.name().repo(), found.head()))
        .filter(Commit::isOpen)
        .ifPresent(
            open -> {
              throw new TuskException(
                  ErrorCode.CONFLICT,
                  "branch "
                      + branch.get().name()
                      + " has the open commit "
                      + open.id()
                      + "; 'tusk finish commit "
                      + branch.get().name()
                      + "' finishes it");
            });
  }

  /**
   * Adds a finished commit to a branch: {@code change} makes its files from those that readers of
   * the branch see now.
   */
  public static Commit commit(
      Transaction tx, BranchName branch, String description, UnaryOperator<FileSet> change) {
    Commit open = start(tx, branch, description);
    return finish(tx, open, change.apply(open.files()), Optional.empty(), Optional.empty());
  }

  /**
   * Finishes an open commit.
   *
   * @param failure why it holds no good content; its branch goes on showing the one before
   * @throws TuskException CONFLICT when it is finished
   */
  public static Commit finish(
      Transaction tx,
      Commit commit,
      FileSet files,
      Optional<Commit.Result> result,
      Optional<String> failure) {
    requireOpen(commit);
    if (failure.isEmpty()) {
      tx.fileChanges().add(new FileChange(shownBefore(tx, commit), files, tx.known()));
    }
    Commit finished = commit.finish(tx.time(), files, result, failure);
    tx.put(finished);
    tx.metadata().remove(Keys.open(commit.id(), commit.repo()));
    if (failure.isEmpty()) {
      tx.catalog().branch(commit.branch()).ifPresent(branch -> show(tx, branch, finished));
    }
    return finished;
  }

  /**
   * What readers of the commit's branch see now, which is newer than what the commit was opened on
   * where others before it finished later.
   */
  private static FileSet shownBefore(Transaction tx, Commit commit) {
    return tx.catalog()
        .branch(commit.branch())
        .flatMap(Branch::readable)
        .flatMap(id -> tx.catalog().commit(commit.repo(), id))
        .map(Commit::files)
        .orElse(commit.files());
  }

  /** The branch shows {@code finished}, unless a newer commit is readable or it was moved away. */
  private static void show(Transaction tx, Branch branch, Commit finished) {
    Optional<CommitId> readable = Optional.of(finished.id());
    if (!branch.head().equals(finished.id())) {
      Commit head = tx.catalog().requireCommit(branch.name().repo(), branch.head());
      readable =
          head.isReadable()
              ? branch.readable()
              : tx.catalog().readableAncestor(head).map(Commit::id);
    }
    tx.put(branch.withHead(branch.head(), readable));
    if (!readable.equals(branch.readable())) {
      tx.shown().add(branch.name());
    }
  }

  /**
   * @throws TuskException CONFLICT when the commit is finished
   */
  public static void requireOpen(Commit commit) {
    if (!commit.isOpen()) {
      throw new TuskException(
          ErrorCode.CONFLICT,
          "commit "
              + commit.label()
              + " is finished already; 'tusk start commit "
              + commit.branch()
              + "' starts another");
    }
  }

  /**
   * @throws TuskException CONFLICT when the commit is finished, or on a branch that a pipeline
   *     writes
   */
  public static void requireWritable(Catalog catalog, Commit commit) {
    requireOpen(commit);
    catalog.branch(commit.branch()).ifPresent(BranchChanges::requireUserBranch);
  }

  /**
   * An open commit on the head of {@code branch}, or the first of its line, with the files that
   * readers of the branch see; it is not part of the metadata yet.
   */
  static Commit newCommit(
      Transaction tx,
      BranchName name,
      Optional<Branch> branch,
      Commit.Origin origin,
      String description) {
    tx.catalog().requireRepo(name.repo());
    FileSet files =
        branch
            .flatMap(Branch::readable)
            .map(id -> tx.catalog().requireCommit(name.repo(), id).files())
            .orElse(FileSet.EMPTY);
    return new Commit(
        name.repo(),
        tx.commitSet(),
        name,
        branch.map(Branch::head),
        origin,
        description,
        tx.time(),
        Optional.empty(),
        Optional.empty(),
        branch.map(found -> Provenance.shown(tx, found)).orElse(List.of()),
        tx.base(),
        files,
        Optional.empty());
  }

  static void add(Transaction tx, Commit commit) {
    if (tx.catalog().commit(commit.repo(), commit.id()).isPresent()) {
      throw new TuskException(
          ErrorCode.CONFLICT,
          "repo "
              + commit.repo()
              + " would get two commits in one transaction, on branches that"
              + " depend on each other or are both changed; change them one after another");
    }
    list(tx, commit);
  }

  /** Puts a commit, with the keys by which it is found. */
  static void list(Transaction tx, Commit commit) {
    tx.put(commit);
    derivedKeys(commit).forEach(key -> tx.metadata().put(key, MetadataValue.present()));
  }

  /** Removes a commit, with the keys by which it is found. */
  static void unlist(Transaction tx, Commit commit) {
    tx.metadata().remove(Keys.commit(commit.id(), commit.repo()));
    derivedKeys(commit).forEach(tx.metadata()::remove);
  }

  private static List<String> derivedKeys(Commit commit) {
    List<String> keys = new ArrayList<>();
    keys.add(Keys.commitOf(commit.repo(), commit.id()));
    commit.parent().ifPresent(parent -> keys.add(Keys.child(commit.repo(), parent, commit.id())));
    commit.provenance().stream()
        .filter(upstream -> !upstream.commit().equals(commit.id()))
        .forEach(upstream -> keys.add(Keys.subvenant(upstream, commit)));
    if (commit.isOpen()) {
      keys.add(Keys.open(commit.id(), commit.repo()));
    }
    return keys;
  }
}
