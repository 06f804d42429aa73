/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.worker;

import io.tusk.engine.transform.DatumTries;
import io.tusk.engine.transform.Transform;
import io.tusk.engine.transform.TryControl;
import io.tusk.engine.work.JobPlan;
import io.tusk.engine.work.JobWork;
import io.tusk.engine.work.Lane;
import io.tusk.engine.work.Progress;
import io.tusk.error.ErrorCode;
import io.tusk.error.TuskException;
import io.tusk.pipeline.DatumRestart;
import io.tusk.pipeline.Job;
import io.tusk.pipeline.JobCatalog;
import io.tusk.pipeline.JobId;
import io.tusk.pipeline.JobState;
import io.tusk.pipeline.PipelineCatalog;
import io.tusk.pipeline.PipelineVersion;
import io.tusk.repo.Catalog;
import io.tusk.repo.TuskStore;
import java.util.Optional;

/** What the steps of the graph do, in whatever process the runner puts them. */
public final class Worker {
  private Worker() {}

  /** Datums that a lane ran. */
  public record LaneCounts(long processed, long failed) {}

  /** Runs a lane to its end; at once where the job is no longer this attempt's. */
  public static LaneCounts runLane(LaneConfig config, int number) {
    TuskStore store = WorkerStores.open(config);
    JobId id = config.job();
    Catalog catalog = store.snapshot().catalog();
    Optional<Job> current = current(catalog, config);
    if (current.isEmpty()) {
      return new LaneCounts(0, 0);
    }
    Job job = current.get();
    PipelineVersion version =
        new PipelineCatalog(catalog).requireVersion(id.pipeline(), job.version());
    JobWork work = new JobWork(store, id);
    JobPlan plan = work.plan().orElseThrow(() -> JobCommit.noPlan(id));
    LaneState state = new LaneState();
    try (Transform transform =
        new Transforms(store, config, number).create(job, version, state.control)) {
      int mostTries = (int) Math.min(Integer.MAX_VALUE, version.spec().datumTries());
      DatumTries tries =
          new DatumTries(
              transform,
              state.control,
              id.set(),
              mostTries,
              store.host().clock(),
              WorkerName.ofLane(number).value());
      Lane lane = new Lane(store, work, tries, state::isStopped);
      state.tries = tries;
      state.lane = lane;
      AttemptWatch watch =
          new AttemptWatch(
              store,
              work,
              new AttemptWatch.Watched(job, number, JobDeadline.of(job, version.spec())),
              state);
      try {
        lane.run(
            plan,
            config.attempt(),
            config.lanes(),
            new JobWork.Claim(number, store.host().randomId()));
      } finally {
        watch.close();
      }
      if (Thread.currentThread().isInterrupted() && !state.control.isStopped()) {
        throw new TuskException(
            ErrorCode.INTERRUPTED,
            "a lane of job " + id + " was interrupted; run 'tusk run' to go on with the job");
      }
      return new LaneCounts(lane.processed(), lane.failed());
    }
  }

  /**
   * Ends the job if it is still this attempt's.
   *
   * @throws TuskException INTERNAL when a datum lacks its record
   */
  public static void commit(LaneConfig config) {
    TuskStore store = WorkerStores.open(config);
    JobId id = config.job();
    if (current(store.snapshot().catalog(), config).isEmpty()) {
      return;
    }
    JobWork work = new JobWork(store, id);
    JobPlan plan = work.plan().orElseThrow(() -> JobCommit.noPlan(id));
    try {
      new JobCommit(store).commit(id, config.attempt(), plan, work);
    } catch (TuskException e) {
      // Whatever is amiss once another has the job follows from that.
      if (current(store.snapshot().catalog(), config).isPresent()) {
        throw e;
      }
    }
  }

  /** The job, while it is this attempt's. */
  private static Optional<Job> current(Catalog catalog, LaneConfig config) {
    return new JobCatalog(catalog)
        .job(config.job())
        .filter(job -> job.state() == JobState.RUNNING && job.attempt() == config.attempt());
  }

  /** Ties a lane to what watches it. */
  private static final class LaneState implements AttemptWatch.Observed {
    private final TryControl control = new TryControl();
    private DatumTries tries;
    private Lane lane;

    boolean isStopped() {
      return Thread.currentThread().isInterrupted() || control.isStopped();
    }

    @Override
    public Progress progress(long beat) {
      return new Progress(beat, lane.processed(), lane.failed());
    }

    @Override
    public Optional<DatumTries.Current> current() {
      return tries.current();
    }

    @Override
    public void stop() {
      control.stop();
    }

    @Override
    public void restart(DatumRestart restart) {
      if (current().filter(now -> restart.concerns(now.datum().key())).isPresent()) {
        control.restart();
      }
    }
  }
}
