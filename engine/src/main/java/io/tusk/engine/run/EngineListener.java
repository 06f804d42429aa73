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
   * Very many datums of a job are about to be enumerated, of a cross or of one value of a join.
   *
   * @param datums about how many; {@link Long#MAX_VALUE} stands for more than can be counted
   */
  default void crossing(JobId job, long datums) {}

  /** A job was taken up, and its datums are looked for. */
  default void planning(JobId job) {}

  /** The datums of a job were found. */
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

  /** A job that this engine waited for or ran is no more, mostly as its pipeline was deleted. */
  default void deleted(JobId job) {}

  /**
   * A job is run by another engine; this one waits for it. Of a pipeline that is said again only
   * when this engine has run a job of it since.
   */
  default void waiting(JobId job) {}
}
