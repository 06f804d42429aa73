/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.worker;

import io.tusk.error.ErrorCode;
import io.tusk.error.TuskException;
import io.tusk.pipeline.JobChanges;
import io.tusk.pipeline.JobId;
import io.tusk.pipeline.JobOperation;
import io.tusk.pipeline.JobState;
import io.tusk.repo.TuskStore;

/** Ends a job other than by its datums. */
public final class JobEnd {
  private JobEnd() {}

  /**
   * Fails or kills a job that is at that attempt.
   *
   * @return whether it did; not when the job was ended or taken over meanwhile, or is gone
   */
  public static boolean fail(TuskStore store, JobId id, long attempt, JobChanges.Ending ending) {
    try {
      store.transact(
          (ending.state() == JobState.KILLED ? JobOperation.KILL : JobOperation.FINISH).of(id),
          tx -> {
            JobChanges.fail(tx, id, attempt, ending);
            return null;
          });
      return true;
    } catch (TuskException e) {
      if (e.code() != ErrorCode.CONFLICT && e.code() != ErrorCode.NOT_FOUND) {
        throw e;
      }
      return false;
    }
  }
}
