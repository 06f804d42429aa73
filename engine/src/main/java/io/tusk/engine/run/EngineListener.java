/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.run;

import io.tusk.engine.work.Progress;
import io.tusk.pipeline.Job;
import io.tusk.pipeline.JobId;
import java.util.List;

/** Is told how jobs go; called from several threads. */
public interface EngineListener {
  /** What a job is about to do. */
  record Outlook(long toRun, long toSkip, long bytesToRead) {}

  /**
   * A large cross of a job is about to be enumerated.
   *
   * @param datums how many it has; {@link Long#MAX_VALUE} stands for more than can be counted
   */
  default void crossing(JobId job, long datums) {}

  /** A job was taken up. */
  default void planned(JobId job, Outlook outlook) {}

  /** Whether {@link #progress} is to be called; finding out costs requests. */
  default boolean wantsProgress() {
    return false;
  }

  /**
   * How far the lanes of a job are that this engine runs, some four times a second, as they told a
   * few seconds ago.
   */
  default void progress(JobId job, List<Progress> lanes) {}

  /** A job that this engine waited for or ran is at its end. */
  default void ended(Job job) {}

  /** A job is run by another engine; this one waits for it. */
  default void waiting(JobId job) {}
}
