/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.beam;

import io.tusk.log.Operation;
import io.tusk.name.BranchName;
import io.tusk.name.ProjectName;
import io.tusk.name.RepoName;
import java.io.Serializable;

/**
 * What the steps of a write know.
 *
 * @param since the number of the newest record when the pipeline was built
 * @param id of the write, unlike all others; 32 hex digits
 */
record WriteConfig(
    StoreKey store,
    String project,
    String repo,
    String branch,
    String message,
    TuskIO.Before before,
    long since,
    String id)
    implements Serializable {
  private static final long serialVersionUID = 1L;

  BranchName branchName() {
    return new BranchName(new RepoName(new ProjectName(project), repo), branch);
  }

  /** Known by its id. */
  Operation operation() {
    return new Operation("write", branchName() + " " + id);
  }
}
