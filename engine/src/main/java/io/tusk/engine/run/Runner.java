/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.run;

import io.tusk.engine.work.JobWork;
import io.tusk.engine.worker.LaneConfig;

/** What a job's lanes run on. */
interface Runner extends AutoCloseable {
  /** What came of a run. */
  enum Ran {
    TO_ITS_END,
    /** The job was submitted, and goes on without this process. */
    SUBMITTED
  }

  /** As {@link RunnerSupport#isDetached}. */
  boolean isDetached();

  /** As {@link RunnerSupport#outlivesProcess}. */
  boolean outlivesProcess();

  /** As {@link RunnerSession#slots}. */
  int slots();

  /**
   * Runs all lanes of a job, and when they have ended the step that commits.
   *
   * @throws io.tusk.error.TuskException what a step throws; INTERNAL when the runner gives up
   */
  Ran run(LaneConfig config, JobWork work);

  @Override
  void close();
}
