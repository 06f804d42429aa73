/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.run;

import io.tusk.engine.graph.JobGraph;
import io.tusk.engine.work.JobWork;
import io.tusk.engine.worker.LaneConfig;
import io.tusk.engine.worker.Worker;
import io.tusk.objects.s3.S3Settings;
import io.tusk.repo.TuskStore;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;

/** Runs a job's lanes one after another where it is called: all of Tusk, and nothing of Beam. */
public final class InProcessRunner implements LocalRunner {
  private final Semaphore one = new Semaphore(1);
  private Runnable during;

  private InProcessRunner(Runnable during) {
    this.during = during;
  }

  static InProcessRunner create() {
    return new InProcessRunner(() -> {});
  }

  @Override
  public Ran run(JobGraph graph, JobWork work) {
    LaneConfig config = graph.lanes();
    one.acquireUninterruptibly();
    try {
      for (int lane = 0; lane < config.lanes(); lane++) {
        new Worker(config, () -> S3Settings.NONE).runLane(lane, record -> {});
      }
      Runnable now = during;
      during = () -> {};
      now.run();
      new Worker(config, () -> S3Settings.NONE).commit();
      return Ran.TO_ITS_END;
    } finally {
      one.release();
    }
  }

  /**
   * Runs all pending jobs of a store.
   *
   * @param during is done once, when the datums of the first job have run that has any to run
   */
  public static RunReport runPending(TuskStore store, Runnable during) {
    EngineOptions options =
        new EngineOptions(List.of(), 2, "none", EngineOptions.DEFAULT_DEAD_AFTER);
    try {
      return new Engine(
              store, options, new EngineListener() {}, Optional.of(new InProcessRunner(during)))
          .runPending();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
