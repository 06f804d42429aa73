/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.model;

import io.tusk.name.BranchName;
import io.tusk.name.CommitId;
import io.tusk.name.PipelineName;
import io.tusk.name.RepoName;
import io.tusk.pipeline.PipelineChanges.Processed;
import io.tusk.pipeline.PipelineRemoval.Followers;
import io.tusk.pipeline.PipelineRemoval.Output;
import io.tusk.repo.Catalog;
import io.tusk.repo.Commit;
import io.tusk.repo.OpenWrites;
import io.tusk.repo.TuskStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Closes what actions finish or remove to writes, before their transaction. */
final class OpenCommits implements Actions {
  private final TuskStore store;
  private final List<Commit> sealed = new ArrayList<>();

  OpenCommits(TuskStore store) {
    this.store = store;
  }

  void discard() {
    sealed.forEach(commit -> new OpenWrites(store, commit).discard());
  }

  private void seal(Commit commit) {
    new OpenWrites(store, commit).seal();
    sealed.add(commit);
  }

  @Override
  public void finishCommit(RepoName repo, CommitId commit, Force force) {
    seal(StoreActions.finishable(store.snapshot().catalog(), repo, commit, force));
  }

  @Override
  public void removeCommits(Removal how, Scope scope, RepoName repo, CommitId commit) {
    Catalog catalog = store.snapshot().catalog();
    StoreActions.meant(catalog, scope, repo, commit).stream()
        .filter(each -> each.isOpen() && each.origin() == Commit.Origin.USER)
        .forEach(this::seal);
  }

  @Override
  public void createRepo(RepoName repo) {}

  @Override
  public void deleteRepo(RepoName repo, Force force) {}

  @Override
  public void createBranch(
      BranchName branch, Optional<CommitId> head, Optional<List<BranchName>> provenance) {}

  @Override
  public void setTrigger(BranchName branch, BranchName source, Value.Condition condition) {}

  @Override
  public void deleteBranch(BranchName branch, Force force) {}

  @Override
  public void startCommit(BranchName branch, Optional<CommitId> parent) {}

  @Override
  public void createPipeline(Value.Spec spec) {}

  @Override
  public void updatePipeline(Value.Spec spec, Processed processed) {}

  @Override
  public void rerunPipeline(PipelineName name, Processed processed) {}

  @Override
  public void stopPipeline(PipelineName name) {}

  @Override
  public void startPipeline(PipelineName name) {}

  @Override
  public void deletePipelines(List<PipelineName> names, Output output, Followers followers) {}

  @Override
  public void stopJob(PipelineName pipeline, CommitId set) {}

  @Override
  public void deleteJob(PipelineName pipeline, CommitId set) {}
}
