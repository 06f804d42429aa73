/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.worker;

import io.tusk.engine.work.JobPlan;
import io.tusk.engine.work.JobWork;
import io.tusk.error.TuskException;
import io.tusk.files.FileSets;
import io.tusk.pipeline.Job;
import io.tusk.pipeline.JobCatalog;
import io.tusk.repo.Catalog;
import io.tusk.repo.Snapshot;
import io.tusk.repo.TuskStore;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What the steps of a job's graph work on. Steps in the engine's own process take what the engine
 * has; others read it from the store.
 *
 * @param made the plan, where it is at hand
 * @param files stores no chunk again that the store listed after the job's commit was opened: that
 *     commit pins a record that is no newer, so it is kept
 */
public record Assignment(
    TuskStore store, FileSets files, JobContext context, Optional<JobPlan> made) {
  private static final Map<LaneConfig, Assignment> HERE = new ConcurrentHashMap<>();

  /** Lets the steps of this process use it, until it is withdrawn. */
  public void share(LaneConfig config) {
    HERE.put(config, this);
  }

  public static void withdraw(LaneConfig config) {
    HERE.remove(config);
  }

  /** What the engine of this process shares, if the job is one of its own. */
  static Optional<Assignment> here(LaneConfig config) {
    return Optional.ofNullable(HERE.get(config));
  }

  /** Nothing when the job is no longer that attempt's. */
  static Optional<Assignment> read(TuskStore store, LaneConfig config) {
    Snapshot snapshot = store.snapshot();
    Catalog catalog = snapshot.catalog();
    return current(catalog, config)
        .map(
            job ->
                new Assignment(
                    store, store.files(snapshot), JobContext.of(catalog, job), Optional.empty()));
  }

  /**
   * The job's plan.
   *
   * @throws TuskException CORRUPT where none was made
   */
  public JobPlan plan() {
    return made.or(() -> work().plan()).orElseThrow(() -> JobCommit.noPlan(context.job().id()));
  }

  /** The job, while it is that attempt's. */
  public static Optional<Job> current(Catalog catalog, LaneConfig config) {
    return new JobCatalog(catalog).job(config.job()).filter(job -> job.isRun(config.attempt()));
  }

  public Assignment with(JobPlan plan) {
    return new Assignment(store, files, context, Optional.of(plan));
  }

  public JobWork work() {
    return new JobWork(store, context.job().id());
  }
}
