/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.repo;

import io.tusk.name.BranchName;
import io.tusk.name.CommitId;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * A named line of commits.
 *
 * @param head the newest commit, finished or not
 * @param readable the newest commit that is finished without error; what readers of the branch see
 * @param provenance the branches that this one follows, direct ones only, sorted
 * @param passive those of them whose commits alone make none here, sorted
 * @param trigger what moves it, of a branch without provenance
 * @param owner who may commit to it
 */
public record Branch(
    BranchName name,
    Instant created,
    CommitId head,
    Optional<CommitId> readable,
    List<BranchName> provenance,
    List<BranchName> passive,
    Optional<Trigger> trigger,
    Owner owner) {
  /** Who writes a branch. */
  public enum Owner {
    USER,
    PIPELINE
  }

  /** A branch of users' that follows nothing. */
  static Branch of(BranchName name, Instant created, CommitId head, Optional<CommitId> readable) {
    return new Branch(
        name, created, head, readable, List.of(), List.of(), Optional.empty(), Owner.USER);
  }

  /** Whether a commit of {@code upstream}, which this follows, makes one here. */
  public boolean isMovedBy(BranchName upstream) {
    return !passive.contains(upstream);
  }

  Branch withHead(CommitId newHead, Optional<CommitId> newReadable) {
    return new Branch(name, created, newHead, newReadable, provenance, passive, trigger, owner);
  }

  /** Those that stay and were passive still are. */
  Branch withProvenance(Collection<BranchName> branches) {
    return new Branch(
        name,
        created,
        head,
        readable,
        branches.stream().distinct().sorted().toList(),
        passive.stream().filter(branches::contains).toList(),
        trigger,
        owner);
  }

  Branch withPassive(Collection<BranchName> branches) {
    return new Branch(
        name,
        created,
        head,
        readable,
        provenance,
        provenance.stream().filter(branches::contains).toList(),
        trigger,
        owner);
  }

  Branch withTrigger(Optional<Trigger> newTrigger) {
    return new Branch(name, created, head, readable, provenance, passive, newTrigger, owner);
  }

  Branch withOwner(Owner newOwner) {
    return new Branch(name, created, head, readable, provenance, passive, trigger, newOwner);
  }
}
