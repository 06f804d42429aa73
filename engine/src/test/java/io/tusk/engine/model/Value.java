/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.model;

import io.tusk.name.BranchName;
import io.tusk.name.CommitId;
import io.tusk.name.PipelineName;
import io.tusk.name.RepoName;
import io.tusk.pipeline.JobCounts;
import io.tusk.pipeline.JobState;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Something that a model's store holds under a key; times are the numbers of operations. */
sealed interface Value {
  record Repo(RepoName name, long created) implements Value {}

  /**
   * @param readable the newest commit of the line that is finished without error
   * @param provenance sorted
   * @param trigger what moves it
   * @param owned whether a pipeline writes it
   */
  record Branch(
      BranchName name,
      long created,
      CommitId head,
      Optional<CommitId> readable,
      List<BranchName> provenance,
      Optional<Trigger> trigger,
      boolean owned)
      implements Value {
    static Branch of(BranchName name, long created, CommitId head, Optional<CommitId> readable) {
      return new Branch(name, created, head, readable, List.of(), Optional.empty(), false);
    }

    Branch withHead(CommitId newHead) {
      return new Branch(name, created, newHead, readable, provenance, trigger, owned);
    }

    Branch showing(Optional<CommitId> commit) {
      return new Branch(name, created, head, commit, provenance, trigger, owned);
    }

    Branch following(List<BranchName> upstream) {
      return new Branch(
          name,
          created,
          head,
          readable,
          upstream.stream().distinct().sorted().toList(),
          trigger,
          owned);
    }

    Branch owned(boolean byPipeline) {
      return new Branch(name, created, head, readable, provenance, trigger, byPipeline);
    }

    Branch triggeredBy(Optional<Trigger> newTrigger) {
      return new Branch(name, created, head, readable, provenance, newTrigger, owned);
    }

    /** What may give it a commit, or move it. */
    List<BranchName> upstream() {
      return trigger.map(Trigger::source).map(List::of).orElse(provenance);
    }
  }

  /**
   * @param commits 0 where it does not ask for any
   * @param bytes as {@code commits}
   * @param all whether it asks for both
   */
  record Condition(int commits, int bytes, boolean all) {}

  /**
   * What moves a branch.
   *
   * @param since the operation that set it, or moved the branch last
   */
  record Trigger(BranchName source, Condition condition, long since) {
    Trigger since(long time) {
      return new Trigger(source, condition, time);
    }
  }

  enum Content {
    OPEN,
    GOOD,
    BAD
  }

  /** A commit that another follows, and the branch on which it does. */
  record Upstream(BranchName branch, CommitId commit) {}

  /**
   * @param auto whether it was made because another branch moved
   * @param finished the operation that ended it, 0 while it is open
   * @param files what it holds once it is good
   * @param datums of a job's commit that ended well: what each datum was made from, and wrote
   */
  record Commit(
      RepoName repo,
      CommitId id,
      BranchName branch,
      Optional<CommitId> parent,
      boolean auto,
      long opened,
      long finished,
      Content content,
      List<Upstream> provenance,
      Map<String, String> files,
      Optional<Map<DatumKey, Result>> datums)
      implements Value {
    boolean isOpen() {
      return content == Content.OPEN;
    }

    boolean isGood() {
      return content == Content.GOOD;
    }

    Commit withParent(Optional<CommitId> newParent) {
      return new Commit(
          repo, id, branch, newParent, auto, opened, finished, content, provenance, files, datums);
    }

    Commit withProvenance(List<Upstream> upstream) {
      return new Commit(
          repo, id, branch, parent, auto, opened, finished, content, upstream, files, datums);
    }

    Commit good(long time, Map<String, String> all, Optional<Map<DatumKey, Result>> made) {
      return new Commit(
          repo, id, branch, parent, auto, opened, time, Content.GOOD, provenance, all, made);
    }

    /** As {@link #bad(long)}, with other files. */
    Commit bad(long time, Map<String, String> before) {
      return new Commit(
          repo, id, branch, parent, auto, opened, time, Content.BAD, provenance, before, datums);
    }

    Commit bad(long time) {
      return new Commit(
          repo, id, branch, parent, auto, opened, time, Content.BAD, provenance, files, datums);
    }
  }

  /** Which datum of a pipeline's life it is, whatever its files hold. */
  record DatumKey(BranchName input, String path, boolean directory) {}

  /** All that decides whether a datum is run again. */
  record DatumHash(Map<String, String> files, long salt) {}

  record Result(DatumHash hash, Map<String, String> outputs) {}

  /** The result of each datum that succeeded once. */
  record Results(Map<DatumKey, Map<DatumHash, Result>> byDatum) {}

  /**
   * What a specification says.
   *
   * @param code the number of its version; below 0 it writes what it reads
   */
  record Spec(
      PipelineName name,
      BranchName input,
      String glob,
      int code,
      boolean everyJob,
      BranchName output) {}

  record Pipeline(
      PipelineName name,
      long created,
      long version,
      long salt,
      BranchName output,
      boolean stopped,
      Results results)
      implements Value {
    Pipeline stopped(boolean now) {
      return new Pipeline(name, created, version, salt, output, now, results);
    }

    Pipeline updated(long newSalt, BranchName newOutput) {
      return new Pipeline(name, created, version + 1, newSalt, newOutput, stopped, results);
    }

    Pipeline withResults(Results newer) {
      return new Pipeline(name, created, version, salt, output, stopped, newer);
    }
  }

  record Version(Spec spec, long number, long created, long salt) implements Value {}

  /**
   * A job that was taken up or has ended.
   *
   * @param attempt how often it was taken up
   */
  record Job(
      PipelineName pipeline,
      CommitId set,
      JobState state,
      long version,
      long attempt,
      JobCounts counts)
      implements Value {
    static Job waiting(PipelineName pipeline, CommitId set) {
      return new Job(pipeline, set, JobState.CREATED, 0, 0, JobCounts.NONE);
    }

    Job takenUp(long ranVersion) {
      return new Job(pipeline, set, JobState.RUNNING, ranVersion, attempt + 1, JobCounts.NONE);
    }

    Job ended(JobState end, JobCounts told) {
      return new Job(pipeline, set, end, version, attempt, told);
    }
  }
}
