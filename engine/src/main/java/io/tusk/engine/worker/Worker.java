/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.worker;

import io.tusk.datum.DatumRecord;
import io.tusk.engine.host.WorkerName;
import io.tusk.engine.input.InputCache;
import io.tusk.engine.transform.DatumTries;
import io.tusk.engine.transform.Transform;
import io.tusk.engine.transform.TryControl;
import io.tusk.engine.work.Fault;
import io.tusk.engine.work.JobWork;
import io.tusk.engine.work.Lane;
import io.tusk.engine.work.Progress;
import io.tusk.error.ErrorCode;
import io.tusk.error.OutOfMemory;
import io.tusk.error.TuskException;
import io.tusk.objects.s3.S3Settings;
import io.tusk.pipeline.DatumRestart;
import io.tusk.pipeline.Job;
import io.tusk.pipeline.JobChanges;
import io.tusk.pipeline.JobState;
import io.tusk.repo.TuskStore;
import io.tusk.spec.PipelineSpec;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * What the steps of a job's graph do, in whatever process the runner puts them. A step whose job is
 * no longer at its attempt ends at once, and so does one that the pipeline is to blame for, after
 * it has failed the job. What else goes wrong is thrown, after it was said under the job's keys.
 */
public final class Worker {
  private final LaneConfig config;
  private final Supplier<S3Settings> access;

  /** {@code access}: how a bucket is reached; asked for one only, and not by an engine's own. */
  public Worker(LaneConfig config, Supplier<S3Settings> access) {
    this.config = config;
    this.access = access;
  }

  /**
   * Runs a lane to its end.
   *
   * @param ran is told of each datum, by the calling thread
   */
  public void runLane(int number, Consumer<DatumRecord> ran) {
    attempt(
        work -> runLane(work, number, ran),
        (work, fault) -> work.fault(config.attempt(), number, fault));
  }

  /**
   * Ends the job.
   *
   * @throws TuskException INTERNAL when a datum lacks its record
   */
  public void commit() {
    attempt(
        this::commit, (work, fault) -> work.fault(config.attempt(), JobWork.Step.COMMIT, fault));
  }

  /**
   * Takes part in making the plan. A step before this one may have told nothing, or not all, as the
   * job was no longer at its attempt: then this one does nothing.
   *
   * @param step does its part
   */
  public void plan(Consumer<Assignment> step) {
    attempt(
        work -> planWhileCurrent(work, step),
        (work, fault) -> work.fault(config.attempt(), JobWork.Step.PLAN, fault));
  }

  private void planWhileCurrent(Assignment work, Consumer<Assignment> step) {
    if (Assignment.current(work.store().snapshot().catalog(), config).isPresent()) {
      Beats.duringPart(
          work.work(),
          config.attempt(),
          JobWork.Step.PLAN,
          work.store().host().clock(),
          () -> {
            step.accept(work);
            return null;
          });
    }
  }

  private void attempt(Consumer<Assignment> step, BiConsumer<JobWork, Fault> tell) {
    Optional<Assignment> here = Assignment.here(config);
    if (here.isPresent()) {
      attempt(here.get(), step, tell);
      return;
    }
    try (PerAttempt<TuskStore>.Lease store = WorkerStores.open(config, access)) {
      Assignment.read(store.value(), config).ifPresent(work -> attempt(work, step, tell));
    }
  }

  private void attempt(
      Assignment work, Consumer<Assignment> step, BiConsumer<JobWork, Fault> tell) {
    try {
      step.accept(work);
    } catch (TuskException e) {
      handle(work, e, tell);
    } catch (OutOfMemoryError e) {
      handle(work, OutOfMemory.inJob(config.job(), e), tell);
    } catch (RuntimeException | Error e) {
      handle(
          work,
          new TuskException(
              ErrorCode.INTERNAL, "job " + config.job() + " broke down on a worker: " + e, e),
          tell);
    }
  }

  private void handle(Assignment work, TuskException fault, BiConsumer<JobWork, Fault> tell) {
    try {
      // Whatever is amiss once another has the job follows from that.
      if (Assignment.current(work.store().snapshot().catalog(), config).isEmpty()) {
        return;
      }
      if (fault.code() == ErrorCode.INVALID) {
        JobEnd.fail(
            work.store(),
            config.job(),
            config.attempt(),
            JobChanges.Ending.without(JobState.FAILURE, fault.getMessage()));
        return;
      }
      tell.accept(work.work(), Fault.of(fault));
    } catch (RuntimeException e) {
      fault.addSuppressed(e);
    }
    throw fault;
  }

  private void runLane(Assignment work, int number, Consumer<DatumRecord> ran) {
    TuskStore store = work.store();
    Job job = work.context().job();
    PipelineSpec spec = work.context().version().spec();
    LaneState state = new LaneState(number);
    try (PerAttempt<InputCache>.Lease inputs = WorkerInputs.open(config, work);
        Transform transform =
            new Transforms(work, inputs.value(), config, number).create(state.control)) {
      DatumTries tries =
          new DatumTries(
              transform,
              state.control,
              job.id().set(),
              (int) Math.min(Integer.MAX_VALUE, spec.datumTries()),
              store.host().clock(),
              WorkerName.ofLane(number).value());
      Lane lane = new Lane(store, work.work(), tries, state::isStopped, ran);
      state.tries = tries;
      state.lane = lane;
      JobWatches.Membership watch = JobWatches.join(config, work, state);
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
    }
  }

  private void commit(Assignment work) {
    JobCommit commit = new JobCommit(work.store());
    Beats.during(
        work.work(),
        config.attempt(),
        JobWork.Step.COMMIT,
        () -> {
          commit.commit(work.context(), work.plan(), work.work());
          return null;
        });
  }

  /** Ties a lane to what watches it. */
  private static final class LaneState implements JobWatch.Observed {
    private final TryControl control = new TryControl();
    private final int number;
    private DatumTries tries;
    private Lane lane;

    LaneState(int number) {
      this.number = number;
    }

    boolean isStopped() {
      return Thread.currentThread().isInterrupted() || control.isStopped();
    }

    @Override
    public int number() {
      return number;
    }

    @Override
    public Progress progress() {
      return lane.progress();
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
      if (current().filter(now -> restart.concerns(now.datum().paths())).isPresent()) {
        control.restart();
      }
    }
  }
}
