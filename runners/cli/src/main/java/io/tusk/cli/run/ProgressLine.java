/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli.run;

import io.tusk.cli.frame.Format;
import io.tusk.engine.run.EngineListener.Outlook;
import io.tusk.engine.work.Progress;
import io.tusk.pipeline.JobId;
import java.io.PrintWriter;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;

/**
 * Says how far the running jobs are: on a terminal in one line, written over and over; in a log in
 * a line each now and then.
 */
final class ProgressLine {
  /** How it is said. */
  enum Style {
    NONE,
    LINE,
    LOG
  }

  private static final String BACK_AND_CLEAR = "\r\u001b[K";
  private static final int MOST_CHARACTERS = 78;
  private static final Duration IN_LOG = Duration.ofSeconds(10);

  /** Before that nobody can say how long it takes. */
  private static final Duration EARLIEST_GUESS = Duration.ofSeconds(3);

  private record Job(Outlook outlook, Instant start) {}

  private final PrintWriter err;
  private final Clock clock;
  private final Style style;
  private final Map<JobId, Job> jobs = new LinkedHashMap<>();
  private final Map<JobId, Instant> planning = new LinkedHashMap<>();
  private final Map<JobId, String> shown = new LinkedHashMap<>();
  private final Map<JobId, Instant> logged = new LinkedHashMap<>();
  private boolean isDrawn;

  ProgressLine(PrintWriter err, Clock clock, Style style) {
    this.err = err;
    this.clock = clock;
    this.style = style;
  }

  boolean isWanted() {
    return style != Style.NONE;
  }

  /** Its datums are being looked for, which is said once it takes long. */
  void planning(JobId job) {
    planning.put(job, clock.instant());
  }

  void planned(JobId job, Outlook outlook) {
    planning.remove(job);
    jobs.put(job, new Job(outlook, clock.instant()));
  }

  void show(JobId id, List<Progress> lanes) {
    Job job = jobs.get(id);
    Instant planned = planning.get(id);
    if (job != null && job.outlook().toRun() > 0) {
      show(id, job.start(), id.pipeline() + " " + text(job, lanes));
    } else if (planned != null) {
      Duration so = Duration.between(planned, clock.instant());
      if (so.compareTo(EARLIEST_GUESS) >= 0) {
        show(id, planned, id.pipeline() + " planning for " + Format.roughly(so));
      }
    }
  }

  private void show(JobId id, Instant start, String text) {
    if (text.equals(shown.put(id, text))) {
      return;
    }
    if (style == Style.LINE) {
      draw();
    } else if (style == Style.LOG && isDue(id, start)) {
      err.println(text);
      err.flush();
    }
  }

  private boolean isDue(JobId id, Instant start) {
    Instant now = clock.instant();
    Instant last = logged.getOrDefault(id, start);
    boolean due = Duration.between(last, now).compareTo(IN_LOG) >= 0;
    if (due) {
      logged.put(id, now);
    }
    return due;
  }

  private String text(Job job, List<Progress> lanes) {
    Outlook outlook = job.outlook();
    long failed = lanes.stream().mapToLong(Progress::failed).sum();
    long done = failed + lanes.stream().mapToLong(Progress::processed).sum();
    long bytes = lanes.stream().mapToLong(Progress::bytes).sum();
    StringBuilder text = new StringBuilder().append(done).append('/').append(outlook.toRun());
    if (failed > 0) {
      text.append(" (").append(failed).append(" failed)");
    }
    if (outlook.toSkip() > 0) {
      text.append(", ").append(outlook.toSkip()).append(" skipped");
    }
    if (outlook.bytesToRead() > 0) {
      // A datum that is tried again is read again.
      text.append(", ").append(Format.size(Math.min(bytes, outlook.bytesToRead())));
      text.append(" of ").append(Format.size(outlook.bytesToRead()));
    }
    return text.append(left(job, done)).toString();
  }

  /** By how long the datums took so far, the first ones with the runner's start. */
  private String left(Job job, long done) {
    Duration so = Duration.between(job.start(), clock.instant());
    long todo = job.outlook().toRun() - done;
    if (done <= 0 || todo <= 0 || so.compareTo(EARLIEST_GUESS) < 0) {
      return "";
    }
    Duration left = Duration.ofSeconds(Math.round(so.toMillis() / 1000.0 * todo / done));
    return ", " + Format.roughly(left) + " left";
  }

  /**
   * Takes the job off the line for good: what lanes say later is old. It makes room for another
   * line as {@link #erase} does.
   */
  void clear(JobId job) {
    jobs.remove(job);
    planning.remove(job);
    logged.remove(job);
    shown.remove(job);
    erase();
  }

  /** Makes room for another line. This one is empty then until there is news of a job. */
  void erase() {
    if (isDrawn) {
      isDrawn = false;
      err.print(BACK_AND_CLEAR);
      err.flush();
    }
  }

  private void draw() {
    StringJoiner line = new StringJoiner("; ");
    shown.values().forEach(line::add);
    String text = line.toString();
    isDrawn = true;
    boolean fits = text.codePointCount(0, text.length()) <= MOST_CHARACTERS;
    err.print(BACK_AND_CLEAR + (fits ? text : text.substring(0, MOST_CHARACTERS - 1) + "…"));
    err.flush();
  }
}
