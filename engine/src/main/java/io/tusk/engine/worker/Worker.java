/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.worker;

import io.tusk.engine.transform.DatumTries;
import io.tusk.engine.transform.Transform;
import io.tusk.engine.transform.TryControl;
import io.tusk.engine.work.JobWork;
import io.tusk.engine.work.Lane;
import io.tusk.engine.work.Progress;
import io.tusk.error.ErrorCode;
import io.tusk.error.TuskException;
import io.tusk.pipeline.DatumRestart;
import io.tusk.pipeline.Job;
import io.tusk.repo.TuskStore;
import io.tusk.spec.PipelineSpec;
import java.util.Optional;

/** What the steps of the graph do, in whatever process the runner puts them. */
public final class Worker {
  private Worker() {}

  /** Datums that a lane ran. */
  public record LaneCounts(long processed, long failed) {}

  /** Runs a lane to its end; at once where the job is no longer this attempt's. */
  public static LaneCounts runLane(LaneConfig config, int number) {
    Optional<Assignment> assigned = Assignment.of(config);
    if (assigned.isEmpty()) {
      return new LaneCounts(0, 0);
    }
    Assignment work = assigned.get();
    TuskStore store = work.store();
    Job job = work.context().job();
    PipelineSpec spec = work.context().version().spec();
    LaneState state = new LaneState();
    try (Transform transform = new Transforms(work, config, number).create(state.control)) {
      DatumTries tries =
          new DatumTries(
              transform,
              state.control,
              job.id().set(),
              (int) Math.min(Integer.MAX_VALUE, spec.datumTries()),
              store.host().clock(),
              WorkerName.ofLane(number).value());
      Lane lane = new Lane(store, work.work(), tries, state::isStopped);
      state.tries = tries;
      state.lane = lane;
      AttemptWatch watch =
          new AttemptWatch(
              store,
              work.work(),
              new AttemptWatch.Watched(job, number, JobDeadline.of(job, spec)),
              state);
      try {
        lane.run(
            work.plan(),
            config.attempt(),
            config.lanes(),
            new JobWork.Claim(number, store.host().randomId()));
      } finally {
        watch.close();
      }
      if (Thread.currentThread().isInterrupted() && !state.control.isStopped()) {
        throw new TuskException(
            ErrorCode.INTERRUPTED,
            "a lane of job " + job.id() + " was interrupted; run 'tusk run' to go on with the job");
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
    Optional<Assignment> assigned = Assignment.of(config);
    if (assigned.isEmpty()) {
      return;
    }
    Assignment work = assigned.get();
    JobCommit commit = new JobCommit(work.store());
    try {
      Beats.during(
          work.work(),
          config.attempt(),
          JobWork.Step.COMMIT,
          () -> commit.commit(work.context(), work.plan(), work.work()));
    } catch (TuskException e) {
      // Whatever is amiss once another has the job follows from that.
      if (Assignment.current(work.store().snapshot().catalog(), config).isPresent()) {
        throw e;
      }
    }
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
