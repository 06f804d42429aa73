/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.run;

import io.tusk.error.ErrorCode;
import io.tusk.error.TuskException;
import java.util.Optional;

/** Ends the jobs of an engine that is told to end, and says so. */
final class Interruption {
  private Interruption() {}

  /** Kills the jobs that an engine runs; to be thrown. */
  static TuskException of(JobLoop loop) throws InterruptedException {
    return ofWhatRuns(loop).orElseGet(() -> told(0));
  }

  /** As {@link #of}; nothing where all jobs had come to their end. */
  static Optional<TuskException> ofWhatRuns(JobLoop loop) throws InterruptedException {
    try {
      int killed = loop.killAll();
      return killed == 0 ? Optional.empty() : Optional.of(told(killed));
    } catch (TuskException e) {
      if (e.code() != ErrorCode.STORAGE && e.code() != ErrorCode.OUTCOME_UNKNOWN) {
        throw e;
      }
      return Optional.of(
          new TuskException(
              ErrorCode.INTERRUPTED,
              "the run was interrupted while the store is away: "
                  + e.getMessage()
                  + "; jobs that could not be killed go on with the next 'tusk run'",
              e));
    }
  }

  private static TuskException told(int killed) {
    return new TuskException(
        ErrorCode.INTERRUPTED,
        "the run was interrupted; "
            + (killed == 0 ? "no job was" : killed == 1 ? "1 job was" : killed + " jobs were")
            + " killed; results of finished datums are kept, and 'tusk rerun pipeline' goes on"
            + " from them");
  }
}
