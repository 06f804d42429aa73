/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.name;

import io.tusk.error.ErrorCode;
import io.tusk.error.TuskException;
import java.util.Comparator;

/** A branch of a repository. */
public record BranchName(RepoName repo, String name) implements Comparable<BranchName> {
  private static final Comparator<BranchName> ORDER =
      Comparator.comparing(BranchName::repo).thenComparing(BranchName::name);

  /**
   * @throws TuskException USAGE, also for a name that could be taken for a commit id
   */
  public BranchName {
    Names.check("branch", name, Names.MAX_OTHER);
    if (CommitId.looksLikeId(name)) {
      throw new TuskException(
          ErrorCode.USAGE,
          "branch name \"" + name + "\" has the form of a commit id; choose another name");
    }
  }

  @Override
  public int compareTo(BranchName other) {
    return ORDER.compare(this, other);
  }

  /** {@code repo@branch}. */
  @Override
  public String toString() {
    return repo + "@" + name;
  }
}
