/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.repo;

import io.tusk.name.BranchName;
import io.tusk.name.CommitId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A named line of commits.
 *
 * @param head the newest commit, finished or not
 * @param readable the newest commit that is finished without error; what readers of the branch see
 * @param provenance the branches that this one follows, direct ones only, sorted
 * @param owner who may commit to it
 */
public record Branch(
    BranchName name,
    Instant created,
    CommitId head,
    Optional<CommitId> readable,
    List<BranchName> provenance,
    Owner owner) {
  /** Who writes a branch. */
  public enum Owner {
    USER,
    PIPELINE
  }

  Branch withHead(CommitId newHead, Optional<CommitId> newReadable) {
    return new Branch(name, created, newHead, newReadable, provenance, owner);
  }

  Branch withProvenance(List<BranchName> branches) {
    return new Branch(name, created, head, readable, branches.stream().sorted().toList(), owner);
  }

  Branch withOwner(Owner newOwner) {
    return new Branch(name, created, head, readable, provenance, newOwner);
  }
}
