/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.planning;

import io.tusk.engine.worker.Assignment;
import io.tusk.engine.worker.LaneConfig;
import io.tusk.error.ErrorCode;
import io.tusk.error.TuskException;
import io.tusk.host.Stopwatch;
import java.time.Duration;
import java.util.Iterator;

/** Looks now and then whether a long step is still of use. */
final class JobStillRuns {
  private static final Duration EVERY = Duration.ofSeconds(4);

  private final Assignment work;
  private final LaneConfig config;
  private Stopwatch looked = Stopwatch.start();

  JobStillRuns(Assignment work, LaneConfig config) {
    this.work = work;
    this.config = config;
  }

  /**
   * @throws TuskException INTERRUPTED when the job is no longer at the step's attempt
   */
  void check() {
    if (looked.elapsed().compareTo(EVERY) < 0) {
      return;
    }
    if (Assignment.current(work.store().snapshot().catalog(), config).isEmpty()) {
      throw new TuskException(
          ErrorCode.INTERRUPTED, "job " + config.job() + " is no longer run by this attempt");
    }
    looked = Stopwatch.start();
  }

  <T> Iterator<T> checking(Iterator<T> items) {
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return items.hasNext();
      }

      @Override
      public T next() {
        check();
        return items.next();
      }
    };
  }
}
