/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli.run;

import io.tusk.engine.work.Progress;
import io.tusk.pipeline.JobId;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;

/** One line of a terminal that says how far the running jobs are, written over and over. */
final class ProgressLine {
  private static final String BACK_AND_CLEAR = "\r\u001b[K";
  private static final int MOST_CHARACTERS = 78;

  private final PrintWriter err;
  private final Map<JobId, Long> planned = new LinkedHashMap<>();
  private final Map<JobId, String> shown = new LinkedHashMap<>();

  ProgressLine(PrintWriter err) {
    this.err = err;
  }

  /** {@code toRun}: the datums of the job that will be run. */
  void planned(JobId job, long toRun) {
    planned.put(job, toRun);
  }

  void show(JobId job, List<Progress> lanes) {
    long done = lanes.stream().mapToLong(lane -> lane.processed() + lane.failed()).sum();
    long failed = lanes.stream().mapToLong(Progress::failed).sum();
    long total = planned.getOrDefault(job, 0L);
    if (total == 0) {
      return;
    }
    String text = job.pipeline() + " " + done + "/" + total;
    String line = failed > 0 ? text + " (" + failed + " failed)" : text;
    if (!line.equals(shown.put(job, line))) {
      draw();
    }
  }

  /**
   * Takes the job off the line for good: what lanes say later is old. The line is empty then until
   * there is news of another one.
   */
  void clear(JobId job) {
    planned.remove(job);
    if (shown.remove(job) != null) {
      err.print(BACK_AND_CLEAR);
      err.flush();
    }
  }

  private void draw() {
    StringJoiner line = new StringJoiner(", ");
    shown.values().forEach(line::add);
    String text = line.toString();
    boolean fits = text.codePointCount(0, text.length()) <= MOST_CHARACTERS;
    err.print(BACK_AND_CLEAR + (fits ? text : text.substring(0, MOST_CHARACTERS - 1) + "…"));
    err.flush();
  }
}
