/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.model;

import io.tusk.name.BranchName;
import io.tusk.name.CommitId;
import io.tusk.name.PipelineName;
import io.tusk.name.RepoName;
import io.tusk.pipeline.PipelineChanges.Processed;
import io.tusk.pipeline.PipelineRemoval.Followers;
import io.tusk.pipeline.PipelineRemoval.Output;
import java.util.List;
import java.util.Optional;

/** What may be part of a transaction, as the command line's verbs do it. */
interface Actions {
  /** Whether what stands in the way is dealt with. */
  enum Force {
    NO,
    YES
  }

  /** How commits go. */
  enum Removal {
    SQUASH,
    DROP
  }

  /** Which commits go with one. */
  enum Scope {
    ONE,
    SET,
    RECURSIVE
  }

  void createRepo(RepoName repo);

  void deleteRepo(RepoName repo, Force force);

  /**
   * Makes the branch, moves its head if one is given, and sets what it follows if that is given.
   */
  void createBranch(
      BranchName branch, Optional<CommitId> head, Optional<List<BranchName>> provenance);

  void setTrigger(BranchName branch, BranchName source, Value.Condition condition);

  void deleteBranch(BranchName branch, Force force);

  void startCommit(BranchName branch, Optional<CommitId> parent);

  void finishCommit(RepoName repo, CommitId commit, Force force);

  void removeCommits(Removal how, Scope scope, RepoName repo, CommitId commit);

  void createPipeline(Value.Spec spec);

  void updatePipeline(Value.Spec spec, Processed processed);

  void rerunPipeline(PipelineName name, Processed processed);

  void stopPipeline(PipelineName name);

  void startPipeline(PipelineName name);

  void deletePipelines(List<PipelineName> names, Output output, Followers followers);

  void stopJob(PipelineName pipeline, CommitId set);

  void deleteJob(PipelineName pipeline, CommitId set);
}
