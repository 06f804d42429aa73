/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.run;

import io.tusk.engine.work.Fault;
import io.tusk.engine.work.JobWork;
import io.tusk.engine.worker.JobEnd;
import io.tusk.error.ErrorCode;
import io.tusk.error.OutOfMemory;
import io.tusk.error.TuskException;
import io.tusk.pipeline.Job;
import io.tusk.pipeline.JobCatalog;
import io.tusk.pipeline.JobChanges;
import io.tusk.pipeline.JobId;
import io.tusk.pipeline.JobOperation;
import io.tusk.pipeline.JobState;
import io.tusk.repo.Catalog;
import io.tusk.repo.TuskStore;
import java.util.List;
import java.util.Optional;

/** Runs jobs and tells whose fault it was if that went wrong. */
final class JobEnds {
  private final TuskStore store;
  private final JobRun jobs;
  private final Leftovers leftovers;

  JobEnds(TuskStore store, JobRun jobs, Leftovers leftovers) {
    this.store = store;
    this.jobs = jobs;
    this.leftovers = leftovers;
  }

  /**
   * A job that this engine has run.
   *
   * @param ran whether it is at its end
   * @param failure what went wrong that is not the user's
   * @param after what the store held after its end, if it could be read
   */
  record Finished(
      JobId job, Runner.Ran ran, Optional<TuskException> failure, Optional<Seen> after) {}

  Finished run(TakenUp taken) {
    Job job = taken.job();
    Optional<TuskException> fault = Optional.empty();
    try {
      Runner.Ran ran = jobs.run(taken);
      if (ran == Runner.Ran.SUBMITTED) {
        return new Finished(job.id(), ran, Optional.empty(), Optional.empty());
      }
    } catch (TuskException e) {
      fault = Optional.of(e);
    } catch (OutOfMemoryError e) {
      fault = Optional.of(OutOfMemory.inJob(job.id(), e));
    } catch (RuntimeException | Error e) {
      fault =
          Optional.of(
              new TuskException(ErrorCode.INTERNAL, "job " + job.id() + " broke down: " + e, e));
    }
    return ended(job, fault);
  }

  private Finished ended(Job job, Optional<TuskException> fault) {
    try {
      Seen after = Seen.of(store);
      if (fault.isPresent()
          && fault.get().code() == ErrorCode.INVALID
          && isMine(after.catalog(), job)) {
        // The pipeline is to blame: its job fails, and the engine goes on.
        JobEnd.fail(
            store,
            job.id(),
            job.attempt(),
            JobChanges.Ending.without(JobState.FAILURE, fault.get().getMessage()));
        after = Seen.of(store);
      }
      // Whatever is amiss once another has the job, or it has ended, follows from that.
      Optional<TuskException> left = isMine(after.catalog(), job) ? fault : Optional.empty();
      // Who comes next need not wait long to see whether this engine lives.
      left.ifPresent(
          why ->
              new JobWork(store, job.id())
                  .fault(job.attempt(), JobWork.Step.ENGINE, Fault.of(why)));
      leftovers.clear(after.catalog(), job.id());
      return new Finished(job.id(), Runner.Ran.TO_ITS_END, left, Optional.of(after));
    } catch (TuskException e) {
      return new Finished(
          job.id(), Runner.Ran.TO_ITS_END, fault.or(() -> Optional.of(e)), Optional.empty());
    }
  }

  /** A job that cannot run, since one that it follows did not succeed. */
  void endUnrunnable(Catalog catalog, Job job) {
    List<String> failed = Readiness.failedUpstream(catalog, job);
    store.transact(
        JobOperation.FINISH.of(job.id()),
        tx -> {
          JobChanges.unrunnable(tx, job.id(), failed);
          return null;
        });
  }

  /** Whether the job is still at the attempt that this engine made. */
  private static boolean isMine(Catalog catalog, Job job) {
    return new JobCatalog(catalog)
        .job(job.id())
        .filter(now -> now.isRun(job.attempt()))
        .isPresent();
  }
}
