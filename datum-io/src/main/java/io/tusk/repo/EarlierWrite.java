/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.repo;

import io.tusk.log.Operation;
import io.tusk.name.BranchName;
import io.tusk.name.CommitId;
import java.util.Optional;

/** Finds a commit by the operation that made it. Used by one thread. */
public final class EarlierWrite {
  private final TuskStore store;
  private final BranchName branch;
  private final Operation operation;
  private long searched;
  private Optional<CommitId> found = Optional.empty();

  /** {@code since}: the number of a record that is older. */
  public EarlierWrite(TuskStore store, BranchName branch, Operation operation, long since) {
    this.store = store;
    this.branch = branch;
    this.operation = operation;
    this.searched = since;
  }

  /** Looks into the records up to {@code number}; each is read once. */
  public Optional<CommitId> upTo(long number) {
    while (found.isEmpty() && searched < number) {
      searched++;
      found =
          store
              .snapshot(searched)
              .filter(then -> then.record().operation().equals(operation))
              .flatMap(then -> then.catalog().branch(branch))
              .map(Branch::head);
    }
    return found;
  }
}
