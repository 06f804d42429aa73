/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.pipeline;

import io.tusk.datum.DatumStats;
import io.tusk.error.ErrorCode;
import io.tusk.error.TuskException;
import io.tusk.files.FileSet;
import io.tusk.name.FilePath;
import io.tusk.name.PipelineName;
import io.tusk.pieces.Ref;
import io.tusk.repo.Commit;
import io.tusk.repo.CommitChanges;
import io.tusk.repo.Transaction;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Takes up and ends jobs within a transaction. */
public final class JobChanges {
  private static final List<String> NOBODY = List.of();

  private JobChanges() {}

  /** How a job ended, with what it leaves behind. */
  public record Ending(
      JobState state, String reason, JobCounts counts, DatumStats stats, Optional<Ref> datums) {
    /** Of a job of which nothing is known but how it ended. */
    public static Ending without(JobState state, String reason) {
      return new Ending(state, reason, JobCounts.NONE, DatumStats.NONE, Optional.empty());
    }
  }

  /**
   * Makes {@code owner} the job's only engine: its attempt rises, and who had it can no longer end
   * it.
   *
   * @param seenAttempt the attempt that the caller judged to be dead, or 0 for a job that waits
   * @return the job, or nothing when somebody else was faster or the job is at its end
   */
  public static Optional<Job> takeUp(Transaction tx, JobId id, long seenAttempt, JobOwner owner) {
    Optional<Job> job = new JobCatalog(tx.catalog()).job(id);
    Optional<Pipeline> pipeline = new PipelineCatalog(tx.catalog()).pipeline(id.pipeline());
    if (job.isEmpty()
        || pipeline.isEmpty()
        || job.get().state().isTerminal()
        || job.get().attempt() != seenAttempt) {
      return Optional.empty();
    }
    Job taken = job.get().takenUp(owner, pipeline.get().version(), tx.time());
    put(tx, taken);
    return Optional.of(taken);
  }

  /**
   * Has a job copy what it made.
   *
   * @throws TuskException CONFLICT when the job is no longer at that attempt
   */
  public static void egress(Transaction tx, JobId id, long attempt) {
    put(tx, requireAttempt(tx, id, attempt).egressing());
  }

  /**
   * Ends a job well: its commit is finished with {@code files}.
   *
   * @throws TuskException CONFLICT when the job is no longer at that attempt
   */
  public static void succeed(
      Transaction tx, JobId id, long attempt, FileSet files, Commit.Result result, Ending ending) {
    Job job = requireAttempt(tx, id, attempt);
    CommitChanges.finish(tx, commit(tx, id), files, Optional.of(result), Optional.empty());
    end(tx, job, ending);
  }

  /**
   * Ends a job badly: its commit is finished with an error, readers go on seeing the one before,
   * and the jobs of the set that follow it become unrunnable.
   *
   * @throws TuskException CONFLICT when the job is no longer at that attempt
   */
  public static void fail(Transaction tx, JobId id, long attempt, Ending ending) {
    Job job = requireAttempt(tx, id, attempt);
    endBadly(tx, followers(tx), job, ending, NOBODY);
  }

  /**
   * Ends a job as a user asks for, whoever runs it.
   *
   * @return whether it did; nothing happens when the job is at its end already
   * @throws TuskException NOT_FOUND
   */
  public static boolean stop(Transaction tx, JobId id) {
    return stop(tx, List.of(id)).isEmpty();
  }

  /**
   * Ends jobs as a user asks for, one after another, whoever runs them.
   *
   * @return those that were at their end already, which are left as they are
   * @throws TuskException NOT_FOUND
   */
  public static List<Job> stop(Transaction tx, List<JobId> ids) {
    SetFollowers followers = followers(tx);
    List<Job> ended = new ArrayList<>();
    for (JobId id : ids) {
      Job job = new JobCatalog(tx.catalog()).requireJob(id);
      if (job.state().isTerminal()) {
        ended.add(job);
      } else {
        endBadly(tx, followers, job, Ending.without(JobState.KILLED, "job stopped"), NOBODY);
      }
    }
    return ended;
  }

  private static SetFollowers followers(Transaction tx) {
    return new SetFollowers(tx.catalog());
  }

  /**
   * Has the datums of a running job whose inputs include all of {@code paths}, if any run now,
   * begin anew; that counts as no try.
   *
   * @throws TuskException NOT_FOUND; CONFLICT when the job does not run; USAGE without a path
   */
  public static void restartDatums(Transaction tx, JobId id, List<FilePath> paths) {
    Job job = new JobCatalog(tx.catalog()).requireJob(id);
    if (paths.isEmpty()) {
      throw new TuskException(
          ErrorCode.USAGE, "no path says which datums of job " + id + " are meant; give one");
    }
    if (job.state() != JobState.RUNNING) {
      throw new TuskException(
          ErrorCode.CONFLICT,
          "job "
              + id
              + " does not run: it is "
              + job.state()
              + "; only datums that run begin anew");
    }
    put(tx, job.restarting(paths));
  }

  /**
   * Gives a job that ended without it the tree of the datums that it ran; nothing happens when it
   * has one, or is gone.
   */
  public static void keepDatums(
      Transaction tx, JobId id, JobCounts counts, DatumStats stats, Optional<Ref> datums) {
    new JobCatalog(tx.catalog())
        .job(id)
        .filter(job -> job.state().isTerminal() && job.datums().isEmpty())
        .ifPresent(job -> put(tx, job.withDatums(counts, stats, datums)));
  }

  /**
   * Ends a job that nobody runs, because what it follows failed; nothing happens when it is at its
   * end, or gone.
   */
  public static void unrunnable(Transaction tx, JobId id, List<String> failedUpstream) {
    new JobCatalog(tx.catalog())
        .job(id)
        .filter(job -> !job.state().isTerminal())
        .ifPresent(
            job -> endBadly(tx, followers(tx), job, unrunnable(failedUpstream), failedUpstream));
  }

  /** Ends all unfinished jobs of these pipelines. */
  public static void killAll(Transaction tx, Set<PipelineName> pipelines, String reason) {
    SetFollowers followers = followers(tx);
    JobCatalog jobs = new JobCatalog(tx.catalog());
    for (Job job : jobs.pending()) {
      // What followed one that was ended before it is unrunnable by now.
      boolean unfinished = !jobs.requireJob(job.id()).state().isTerminal();
      if (unfinished && pipelines.contains(job.id().pipeline())) {
        endBadly(tx, followers, job, Ending.without(JobState.KILLED, reason), NOBODY);
      }
    }
  }

  /** Removes the jobs that made {@code commits}, which the transaction has removed. */
  public static void forget(Transaction tx, List<Commit> commits) {
    for (Commit commit : commits) {
      if (commit.origin() == Commit.Origin.AUTO) {
        tx.metadata()
            .remove(PipelineKeys.job(new JobId(PipelineName.writing(commit.repo()), commit.id())));
      }
    }
  }

  private static Ending unrunnable(List<String> failedUpstream) {
    return Ending.without(
        JobState.UNRUNNABLE,
        "unrunnable because the following upstream pipelines failed: "
            + String.join(", ", failedUpstream));
  }

  private static void endBadly(
      Transaction tx, SetFollowers followers, Job job, Ending ending, List<String> blamed) {
    Commit commit = commit(tx, job.id());
    // What was good when the commit was opened may be older than what it follows.
    FileSet before = tx.catalog().readableAncestor(commit).map(Commit::files).orElse(FileSet.EMPTY);
    CommitChanges.finish(
        tx,
        commit,
        before,
        Optional.empty(),
        Optional.of(ending.reason().isEmpty() ? ending.state().name() : ending.reason()));
    end(tx, job, ending);
    List<String> failed = blamed.isEmpty() ? List.of(job.id().pipeline().toString()) : blamed;
    for (Commit follower : followers.of(commit)) {
      // One that is of no job, on a branch that follows without a pipeline, stays open.
      JobId id = new JobId(PipelineName.writing(follower.repo()), follower.id());
      new JobCatalog(tx.catalog())
          .job(id)
          .filter(reader -> follower.isOpen() && !reader.state().isTerminal())
          .ifPresent(reader -> endBadly(tx, followers, reader, unrunnable(failed), failed));
    }
  }

  private static Job requireAttempt(Transaction tx, JobId id, long attempt) {
    Job job = new JobCatalog(tx.catalog()).requireJob(id);
    if (!job.isRun(attempt)) {
      throw new TuskException(
          ErrorCode.CONFLICT,
          "job "
              + id
              + " is no longer run by this engine: it is "
              + job.state()
              + " in attempt "
              + job.attempt()
              + ", not "
              + attempt
              + (job.reason().isEmpty() ? "" : "; ")
              + job.reason());
    }
    return job;
  }

  private static Commit commit(Transaction tx, JobId id) {
    return tx.catalog().requireCommit(id.pipeline().repo(), id.set());
  }

  private static void end(Transaction tx, Job job, Ending ending) {
    put(
        tx,
        job.ended(
            ending.state(),
            ending.reason(),
            tx.time(),
            ending.counts(),
            ending.stats(),
            ending.datums()));
  }

  private static void put(Transaction tx, Job job) {
    tx.metadata().put(PipelineKeys.job(job.id()), JobJson.write(job));
  }
}
