/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.run;

import io.tusk.engine.worker.LaneConfig;

/** What a job's lanes run on. */
interface Runner {
  /**
   * Runs all lanes of a job, and when they have ended the step that commits.
   *
   * @throws io.tusk.error.TuskException what a step throws; INTERNAL when the runner gives up
   */
  void run(LaneConfig config);
}
