/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.model;

import static io.tusk.engine.model.Refused.conflictIf;

import io.tusk.engine.model.Value.Branch;
import io.tusk.engine.model.Value.Commit;
import io.tusk.engine.model.Value.Content;
import io.tusk.engine.model.Value.Job;
import io.tusk.engine.model.Value.Pipeline;
import io.tusk.engine.model.Value.Repo;
import io.tusk.engine.model.Value.Results;
import io.tusk.engine.model.Value.Spec;
import io.tusk.engine.model.Value.Version;
import io.tusk.error.ErrorCode;
import io.tusk.name.BranchName;
import io.tusk.name.CommitId;
import io.tusk.name.PipelineName;
import io.tusk.name.RepoName;
import io.tusk.pipeline.JobCounts;
import io.tusk.pipeline.JobState;
import io.tusk.pipeline.PipelineChanges.Processed;
import io.tusk.pipeline.PipelineRemoval.Followers;
import io.tusk.pipeline.PipelineRemoval.Output;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the actions of a transaction should do. */
final class ModelActions implements Actions {
  private final Lines lines;
  private final State state;
  private final OpenFiles writes;
  private final List<Commit> closed = new ArrayList<>();

  ModelActions(Lines lines, OpenFiles writes) {
    this.lines = lines;
    this.state = lines.state;
    this.writes = writes;
  }

  /** The open commits that were ended or removed one by one, and take no more writes. */
  List<Commit> closed() {
    return closed;
  }

  @Override
  public void createRepo(RepoName repo) {
    conflictIf(state.hasRepo(repo), repo + " exists");
    state.put(new Repo(repo, lines.time));
  }

  @Override
  public void deleteRepo(RepoName repo, Force force) {
    state.requireRepo(repo);
    conflictIf(state.branches(repo).stream().anyMatch(Branch::owned), repo + " is a pipeline's");
    if (force == Force.YES) {
      state.branches(repo).forEach(branch -> lines.deleteBranch(branch.name(), force));
    }
    removeRepo(repo);
  }

  private void removeRepo(RepoName repo) {
    for (Branch branch : state.branches(repo)) {
      for (BranchName follower : state.downstream(branch.name())) {
        conflictIf(!follower.repo().equals(repo), follower + " follows " + branch.name());
      }
    }
    state.branches(repo).forEach(state::remove);
    state.commits(repo).forEach(state::remove);
    state.repos().stream().filter(found -> found.name().equals(repo)).forEach(state::remove);
  }

  @Override
  public void createBranch(
      BranchName branch, Optional<CommitId> head, Optional<List<BranchName>> provenance) {
    state.requireRepo(branch.repo());
    head.ifPresentOrElse(
        id -> lines.point(branch, state.requireCommit(branch.repo(), id)),
        () -> lines.require(branch));
    provenance.ifPresent(upstream -> lines.follow(branch, upstream));
  }

  @Override
  public void setTrigger(BranchName branch, BranchName source, Value.Condition condition) {
    lines.triggers.set(branch, source, condition);
  }

  @Override
  public void deleteBranch(BranchName branch, Force force) {
    lines.deleteBranch(branch, force);
  }

  @Override
  public void startCommit(BranchName branch, Optional<CommitId> parent) {
    state.requireRepo(branch.repo());
    if (parent.isPresent()) {
      Commit on = state.requireCommit(branch.repo(), parent.get());
      lines.requireFinishedHead(branch);
      lines.point(branch, on);
    }
    lines.start(branch);
  }

  @Override
  public void finishCommit(RepoName repo, CommitId id, Force force) {
    Commit commit = state.requireCommit(repo, id);
    if (commit.isOpen() && commit.auto()) {
      conflictIf(state.job(PipelineName.writing(repo), id).isPresent(), id + " is a job's");
      conflictIf(force == Force.NO, id + " follows others");
    }
    conflictIf(!commit.isOpen(), id + " is finished");
    Optional<Map<String, String>> files =
        Optional.of(state.filesBelow(commit))
            .flatMap(below -> Edits.all(below, writes.to(repo, id)));
    closed.add(commit);
    state.put(
        files
            .map(all -> commit.good(lines.time, all, Optional.empty()))
            .orElseGet(() -> commit.bad(lines.time)));
    if (files.isPresent()) {
      lines.triggers.finished(commit.branch());
    }
  }

  @Override
  public void removeCommits(Removal how, Scope scope, RepoName repo, CommitId id) {
    Commit one = state.requireCommit(repo, id);
    List<Commit> commits =
        switch (scope) {
          case ONE -> List.of(one);
          case SET -> state.commitSet(id);
          case RECURSIVE -> CommitLoss.withSubvenance(state, one);
        };
    CommitLoss loss = new CommitLoss(lines);
    if (how == Removal.DROP) {
      loss.drop(commits);
    } else {
      loss.squash(commits);
    }
    commits.forEach(this::forgetJob);
    commits.stream().filter(c -> c.isOpen() && !c.auto()).forEach(closed::add);
  }

  private void forgetJob(Commit commit) {
    recorded(PipelineName.writing(commit.repo()), commit.id()).ifPresent(state::remove);
  }

  private Optional<Job> recorded(PipelineName pipeline, CommitId set) {
    return state.recordedJobs().stream()
        .filter(job -> job.pipeline().equals(pipeline) && job.set().equals(set))
        .findFirst();
  }

  @Override
  public void createPipeline(Spec spec) {
    requireInput(spec);
    conflictIf(state.pipeline(spec.name()).isPresent(), spec.name() + " exists");
    conflictIf(state.hasRepo(spec.name().repo()), spec.name().repo() + " exists");
    createRepo(spec.name().repo());
    putVersion(
        new Pipeline(
            spec.name(), lines.time, 1, lines.time, spec.output(), false, new Results(Map.of())),
        spec);
  }

  @Override
  public void updatePipeline(Spec spec, Processed processed) {
    if (state.pipeline(spec.name()).isEmpty()) {
      createPipeline(spec);
      return;
    }
    requireInput(spec);
    Pipeline old = state.requirePipeline(spec.name());
    killAll(spec.name());
    if (!old.output().equals(spec.output())) {
      lines.disown(old.output());
    }
    long salt = processed == Processed.REPROCESS ? lines.time : old.salt();
    putVersion(old.updated(salt, spec.output()), spec);
  }

  private void requireInput(Spec spec) {
    if (spec.input().repo().equals(spec.name().repo())) {
      throw new Refused(ErrorCode.INVALID, spec.name() + " reads itself");
    }
    state.requireRepo(spec.input().repo());
  }

  private void putVersion(Pipeline pipeline, Spec spec) {
    state.put(pipeline);
    state.put(new Version(spec, pipeline.version(), lines.time, pipeline.salt()));
    follow(pipeline, spec);
  }

  private void follow(Pipeline pipeline, Spec spec) {
    lines.own(pipeline.output(), List.of(spec.input()));
    if (pipeline.stopped()) {
      lines.own(pipeline.output(), List.of());
    } else {
      lines.trigger(pipeline.output());
    }
  }

  private Spec newest(Pipeline pipeline) {
    return state.version(pipeline.name(), pipeline.version()).orElseThrow().spec();
  }

  @Override
  public void rerunPipeline(PipelineName name, Processed processed) {
    updatePipeline(newest(state.requirePipeline(name)), processed);
  }

  @Override
  public void stopPipeline(PipelineName name) {
    Pipeline pipeline = state.requirePipeline(name);
    if (!pipeline.stopped()) {
      killAll(name);
      lines.own(pipeline.output(), List.of());
      state.put(pipeline.stopped(true));
    }
  }

  @Override
  public void startPipeline(PipelineName name) {
    Pipeline pipeline = state.requirePipeline(name);
    if (pipeline.stopped()) {
      Spec spec = newest(pipeline);
      state.requireRepo(spec.input().repo());
      state.put(pipeline.stopped(false));
      follow(pipeline.stopped(false), spec);
    }
  }

  @Override
  public void deletePipelines(List<PipelineName> names, Output output, Followers followers) {
    names.forEach(state::requirePipeline);
    for (PipelineName name : names) {
      killAll(name);
      lines.disown(state.requirePipeline(name).output());
    }
    for (PipelineName name : names) {
      state.jobs(name).forEach(job -> recorded(name, job.set()).ifPresent(state::remove));
      if (output == Output.DELETE) {
        if (followers == Followers.CUT_OFF) {
          cutOff(name);
        }
        removeRepo(name.repo());
      }
      state.versions(name).forEach(state::remove);
      state.remove(state.requirePipeline(name));
    }
  }

  private void cutOff(PipelineName name) {
    for (Branch branch : state.branches(name.repo())) {
      for (BranchName follower : state.downstream(branch.name())) {
        Branch following = state.requireBranch(follower);
        if (following.owned()) {
          stopPipeline(PipelineName.writing(follower.repo()));
        } else {
          lines.follow(
              follower,
              following.provenance().stream().filter(up -> !up.equals(branch.name())).toList());
        }
      }
    }
  }

  @Override
  public void stopJob(PipelineName pipeline, CommitId set) {
    Job job = state.requireJob(pipeline, set);
    if (!job.state().isTerminal()) {
      endBadly(lines.time, state, job, JobState.KILLED, JobCounts.NONE);
    }
  }

  @Override
  public void deleteJob(PipelineName pipeline, CommitId set) {
    Job job = state.requireJob(pipeline, set);
    conflictIf(job.state() == JobState.RUNNING, set + " runs");
    Commit commit = state.requireCommit(pipeline.repo(), set);
    new CommitLoss(lines).drop(List.of(commit));
    forgetJob(commit);
  }

  private void killAll(PipelineName name) {
    for (Job job : state.jobs(name)) {
      if (!job.state().isTerminal()) {
        endBadly(lines.time, state, job, JobState.KILLED, JobCounts.NONE);
      }
    }
  }

  /** Its commit is bad, and the jobs of its set that follow it cannot be run. */
  static void endBadly(long time, State state, Job job, JobState end, JobCounts counts) {
    Commit commit = state.requireCommit(job.pipeline().repo(), job.set());
    state.put(commit.bad(time, state.filesBelow(commit)));
    state.put(job.ended(end, counts));
    for (Commit follower : state.subvenants(commit)) {
      boolean blocked = follower.id().equals(job.set()) && follower.content() == Content.OPEN;
      Optional<Job> following =
          state.job(PipelineName.writing(follower.repo()), follower.id()).filter(j -> blocked);
      following.ifPresent(next -> endBadly(time, state, next, JobState.UNRUNNABLE, JobCounts.NONE));
    }
  }
}
