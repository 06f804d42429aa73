/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.model;

import io.tusk.engine.run.HistoryTransform;
import io.tusk.error.ErrorCode;
import io.tusk.error.TuskException;
import io.tusk.name.BranchName;
import io.tusk.name.CommitId;
import io.tusk.name.PipelineName;
import io.tusk.name.ProjectName;
import io.tusk.name.RepoName;
import io.tusk.pipeline.Job;
import io.tusk.pipeline.JobCatalog;
import io.tusk.pipeline.JobChanges;
import io.tusk.pipeline.JobId;
import io.tusk.pipeline.JobState;
import io.tusk.pipeline.PipelineChanges;
import io.tusk.pipeline.PipelineChanges.Processed;
import io.tusk.pipeline.PipelineRemoval;
import io.tusk.pipeline.SpecBatch;
import io.tusk.repo.Branch;
import io.tusk.repo.BranchChanges;
import io.tusk.repo.Catalog;
import io.tusk.repo.Commit;
import io.tusk.repo.CommitChanges;
import io.tusk.repo.CommitRemoval;
import io.tusk.repo.DecimalSize;
import io.tusk.repo.OpenWrites;
import io.tusk.repo.RepoChanges;
import io.tusk.repo.Transaction;
import io.tusk.repo.Trigger;
import io.tusk.repo.TriggerChanges;
import io.tusk.repo.TuskStore;
import io.tusk.spec.text.SpecText;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The actions of a transaction as the command line does them. */
class StoreActions implements Actions {
  private final TuskStore store;
  private final Transaction tx;

  StoreActions(TuskStore store, Transaction tx) {
    this.store = store;
    this.tx = tx;
  }

  @Override
  public void createRepo(RepoName repo) {
    RepoChanges.create(tx, repo, "");
  }

  @Override
  public void deleteRepo(RepoName repo, Force force) {
    List<Branch> branches = new ArrayList<>();
    tx.catalog().branches(repo).forEachRemaining(branches::add);
    boolean ofPipeline = branches.stream().anyMatch(b -> b.owner() == Branch.Owner.PIPELINE);
    if (force == Force.YES && !ofPipeline) {
      branches.forEach(branch -> BranchChanges.deleteForced(tx, branch.name()));
    }
    RepoChanges.delete(tx, repo);
  }

  @Override
  public void createBranch(
      BranchName branch, Optional<CommitId> head, Optional<List<BranchName>> provenance) {
    tx.catalog().requireRepo(branch.repo());
    if (head.isPresent()) {
      BranchChanges.point(tx, branch, tx.catalog().requireCommit(branch.repo(), head.get()));
    } else {
      BranchChanges.require(tx, branch);
    }
    provenance.ifPresent(upstream -> BranchChanges.follow(tx, branch, upstream));
  }

  @Override
  public void setTrigger(BranchName branch, BranchName source, Value.Condition condition) {
    Trigger.Conditions conditions =
        new Trigger.Conditions(
            condition.all() ? Trigger.Match.ALL : Trigger.Match.ANY,
            Optional.empty(),
            Optional.of(condition.bytes())
                .filter(bytes -> bytes > 0)
                .map(bytes -> new DecimalSize(bytes + "B")),
            condition.commits(),
            Optional.empty());
    TriggerChanges.set(tx, branch, source, conditions);
  }

  @Override
  public void deleteBranch(BranchName branch, Force force) {
    if (force == Force.YES) {
      BranchChanges.deleteForced(tx, branch);
    } else {
      BranchChanges.delete(tx, branch);
    }
  }

  @Override
  public void startCommit(BranchName branch, Optional<CommitId> parent) {
    tx.catalog().requireRepo(branch.repo());
    if (parent.isPresent()) {
      Commit on = tx.catalog().requireCommit(branch.repo(), parent.get());
      CommitChanges.startOn(tx, on, branch, "");
    } else {
      CommitChanges.start(tx, branch, "");
    }
  }

  @Override
  public void finishCommit(RepoName repo, CommitId id, Force force) {
    Commit commit = finishable(tx.catalog(), repo, id, force);
    new OpenWrites(store, commit).finish(tx, Optional.empty());
  }

  /** The open commit that a user may finish. */
  static Commit finishable(Catalog catalog, RepoName repo, CommitId id, Force force) {
    Commit commit = catalog.requireCommit(repo, id);
    boolean follows = commit.isOpen() && commit.origin() == Commit.Origin.AUTO;
    JobId job = new JobId(PipelineName.writing(repo), id);
    if (follows && (force == Force.NO || new JobCatalog(catalog).job(job).isPresent())) {
      throw new TuskException(ErrorCode.CONFLICT, "not a user's to finish");
    }
    CommitChanges.requireOpen(commit);
    return commit;
  }

  @Override
  public void removeCommits(Removal how, Scope scope, RepoName repo, CommitId id) {
    List<Commit> commits = meant(tx.catalog(), scope, repo, id);
    if (how == Removal.DROP) {
      new CommitRemoval(tx).drop(commits);
    } else {
      squash(tx, commits);
    }
    JobChanges.forget(tx, commits);
  }

  void squash(Transaction transaction, List<Commit> commits) {
    new CommitRemoval(transaction).squash(commits);
  }

  /** The commits that go with one. */
  static List<Commit> meant(Catalog catalog, Scope scope, RepoName repo, CommitId id) {
    Commit one = catalog.requireCommit(repo, id);
    return switch (scope) {
      case ONE -> List.of(one);
      case SET -> catalog.commitSet(id);
      case RECURSIVE -> CommitRemoval.withSubvenance(catalog, one);
    };
  }

  private void apply(Value.Spec spec, SpecBatch.Action action, Processed processed) {
    SpecBatch batch =
        SpecBatch.read(new SpecText("spec.json", json(spec)), ProjectName.DEFAULT, tx.catalog());
    SpecBatch.apply(
        tx,
        batch.specs(),
        action,
        processed,
        parsed ->
            new PipelineChanges.Request(
                parsed.spec(),
                parsed.written(),
                store.host().randomId(),
                Optional.empty(),
                SpecBatch.initialState(parsed)));
  }

  static String json(Value.Spec spec) {
    return String.format(
        "{\"pipeline\":{\"name\":\"%s\"},\"output_branch\":\"%s\",\"datum_tries\":1,"
            + "\"input\":{\"pfs\":{\"name\":\"in\",\"repo\":\"%s\",\"branch\":\"%s\","
            + "\"glob\":\"%s\"}},\"reprocess_spec\":\"%s\",\"transform\":{\"java\":{\"class\":"
            + "\"%s\"},\"env\":{\"VERSION\":\"%d\"}},"
            + "\"parallelism_spec\":{\"constant\":2},\"datum_set_spec\":{\"number\":2}}",
        spec.name().name(),
        spec.output().name(),
        spec.input().repo().name(),
        spec.input().name(),
        spec.glob(),
        spec.everyJob() ? "every_job" : "until_success",
        HistoryTransform.class.getName(),
        spec.code());
  }

  @Override
  public void createPipeline(Value.Spec spec) {
    apply(spec, SpecBatch.Action.CREATE, Processed.KEEP);
  }

  @Override
  public void updatePipeline(Value.Spec spec, Processed processed) {
    apply(spec, SpecBatch.Action.UPDATE, processed);
  }

  @Override
  public void rerunPipeline(PipelineName name, Processed processed) {
    PipelineChanges.rerun(tx, name, store.host().randomId(), processed);
  }

  @Override
  public void stopPipeline(PipelineName name) {
    PipelineChanges.stop(tx, name);
  }

  @Override
  public void startPipeline(PipelineName name) {
    PipelineChanges.start(tx, name);
  }

  @Override
  public void deletePipelines(
      List<PipelineName> names,
      PipelineRemoval.Output output,
      PipelineRemoval.Followers followers) {
    PipelineRemoval.delete(tx, names, output, followers);
  }

  @Override
  public void stopJob(PipelineName pipeline, CommitId set) {
    JobChanges.stop(tx, new JobId(pipeline, set));
  }

  @Override
  public void deleteJob(PipelineName pipeline, CommitId set) {
    Job job = new JobCatalog(tx.catalog()).requireJob(new JobId(pipeline, set));
    if (job.state() == JobState.RUNNING) {
      throw new TuskException(ErrorCode.CONFLICT, "the job runs");
    }
    List<Commit> output = List.of(tx.catalog().requireCommit(pipeline.repo(), set));
    new CommitRemoval(tx).drop(output);
    JobChanges.forget(tx, output);
  }
}
