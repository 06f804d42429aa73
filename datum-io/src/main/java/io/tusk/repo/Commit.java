/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.repo;

import io.tusk.files.FileSet;
import io.tusk.name.BranchName;
import io.tusk.name.CommitId;
import io.tusk.name.RepoName;
import io.tusk.pieces.Hash;
import io.tusk.pieces.Ref;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A commit of a repository. All commits of one commit set share their id; a repository has at most
 * one in each set.
 *
 * @param branch the branch that it was made on
 * @param provenance what the upstream branches showed when it was made, sorted by branch
 * @param base the number of the root record that it was opened on
 * @param files while the commit is open: what its parent has
 * @param result of a pipeline's output commit, once it is finished: its datums and their outputs
 */
public record Commit(
    RepoName repo,
    CommitId id,
    BranchName branch,
    Optional<CommitId> parent,
    Origin origin,
    String description,
    Instant started,
    Optional<Instant> finished,
    Optional<String> error,
    List<Upstream> provenance,
    long base,
    FileSet files,
    Optional<Result> result) {
  /** Who made the commit. */
  public enum Origin {
    USER,
    AUTO
  }

  /** A commit that this one follows, and the branch on which it did. */
  public record Upstream(BranchName branch, CommitId commit) {}

  /**
   * What the next job of the pipeline starts from.
   *
   * @param shape covers how the inputs were made datums; other shapes cannot be compared
   * @param inputs what the inputs held, in their order
   * @param datums the root of the datum tree, absent where it is empty
   * @param owners the root of the owners tree, absent where it is empty
   * @param leaves the root of the leaf tree, absent where it is empty
   */
  public record Result(
      Hash shape,
      List<Read> inputs,
      Optional<Ref> datums,
      Optional<Ref> owners,
      Optional<Ref> leaves) {}

  /**
   * What was read of an input.
   *
   * @param files what the input held
   * @param view of an input that starts from a commit: the files that were work
   */
  public record Read(FileSet files, Optional<FileSet> view) {}

  public boolean isOpen() {
    return finished.isEmpty();
  }

  /** Finished without error. */
  public boolean isReadable() {
    return finished.isPresent() && error.isEmpty();
  }

  /** {@code repo@id}. */
  public String label() {
    return repo + "@" + id;
  }

  /** This commit, finished; {@code failure} is why it holds no good content. */
  public Commit finish(
      Instant time, FileSet content, Optional<Result> outcome, Optional<String> failure) {
    return new Commit(
        repo,
        id,
        branch,
        parent,
        origin,
        description,
        started,
        Optional.of(time),
        failure,
        provenance,
        base,
        content,
        outcome);
  }

  Commit withId(CommitId newId) {
    return new Commit(
        repo,
        newId,
        branch,
        parent,
        origin,
        description,
        started,
        finished,
        error,
        provenance,
        base,
        files,
        result);
  }

  Commit withParent(Optional<CommitId> newParent) {
    return new Commit(
        repo,
        id,
        branch,
        newParent,
        origin,
        description,
        started,
        finished,
        error,
        provenance,
        base,
        files,
        result);
  }

  Commit withProvenance(List<Upstream> upstream) {
    return new Commit(
        repo,
        id,
        branch,
        parent,
        origin,
        description,
        started,
        finished,
        error,
        upstream,
        base,
        files,
        result);
  }

  public Commit withDescription(String text) {
    return new Commit(
        repo,
        id,
        branch,
        parent,
        origin,
        text,
        started,
        finished,
        error,
        provenance,
        base,
        files,
        result);
  }
}
