/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli.job;

import io.tusk.name.BranchName;
import io.tusk.name.CommitId;
import io.tusk.pipeline.JobId;
import io.tusk.repo.Catalog;
import io.tusk.repo.Commit;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The commits that a job reads, by the branches that showed them. */
record JobInputs(Map<BranchName, CommitId> commits) {
  static JobInputs of(Catalog catalog, JobId job) {
    Map<BranchName, CommitId> commits = new HashMap<>();
    catalog
        .commit(job.pipeline().repo(), job.set())
        .map(Commit::provenance)
        .ifPresent(read -> read.forEach(up -> commits.put(up.branch(), up.commit())));
    return new JobInputs(Map.copyOf(commits));
  }

  /** None for a branch that the job's pipeline read in an older version alone. */
  Optional<CommitId> commit(BranchName branch) {
    return Optional.ofNullable(commits.get(branch));
  }
}
