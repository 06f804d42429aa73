/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.run;

import io.tusk.engine.graph.JobGraph;
import io.tusk.engine.work.JobWork;

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

  /** As {@link RunnerSupport#shuffles}. */
  default boolean shuffles() {
    return false;
  }

  /**
   * Runs a job: makes its plan, if that is left to the graph, then runs all lanes, and when they
   * have ended the step that commits.
   *
   * @throws io.tusk.error.TuskException what a step throws; INTERNAL when the runner gives up
   */
  Ran run(JobGraph graph, JobWork work);

  @Override
  void close();
}
