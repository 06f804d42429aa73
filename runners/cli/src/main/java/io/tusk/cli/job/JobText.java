/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli.job;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tusk.cli.frame.Format;
import io.tusk.cli.frame.RawJson;
import io.tusk.datum.DatumStats;
import io.tusk.pipeline.Job;
import io.tusk.pipeline.JobCounts;
import io.tusk.pipeline.JobState;
import io.tusk.spec.PipelineSpec;
import io.tusk.spec.parse.SpecJson;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** How jobs are shown. */
public final class JobText {
  private static final int REASON_CHARACTERS = 25;

  /** A datum's id, of which a few digits are enough in a table. */
  private static final Pattern ID = Pattern.compile("\\b([0-9a-f]{8})[0-9a-f]{56}\\b");

  private JobText() {}

  static String progress(JobCounts counts) {
    String recovered = counts.recovered() > 0 ? " + " + counts.recovered() : "";
    return counts.processed() + recovered + " + " + counts.skipped() + " / " + counts.total();
  }

  /** How long it ran, or has been running; nothing while it waits. */
  static Optional<Duration> duration(Job job, Instant now) {
    return job.started().map(start -> Duration.between(start, job.finished().orElse(now)));
  }

  static long restarts(Job job) {
    return Math.max(0, job.attempt() - 1);
  }

  /** What became of a job that has ended, in a line. */
  public static String ending(Job job) {
    Duration taken =
        job.started()
            .map(start -> Duration.between(start, job.finished().orElse(start)))
            .orElse(Duration.ZERO);
    return job.id()
        + " "
        + state(job.state())
        + " in "
        + Format.duration(taken)
        + ": "
        + job.counts().processed()
        + " processed, "
        + job.counts().skipped()
        + " skipped"
        + (job.counts().failed() > 0 ? ", " + job.counts().failed() + " failed" : "");
  }

  public static String state(JobState state) {
    return state.name().toLowerCase(Locale.ROOT);
  }

  /** A state, and the beginning of why. */
  public static String stateAndReason(Job job) {
    String state = state(job.state());
    if (job.state() == JobState.SUCCESS && job.counts().skipped() == job.counts().total()) {
      return state + ": there were no datums to process";
    }
    String reason = ID.matcher(job.reason().lines().findFirst().orElse("")).replaceAll("$1");
    if (reason.isEmpty()) {
      return state;
    }
    boolean fits = reason.length() <= REASON_CHARACTERS;
    return state + ": " + (fits ? reason : reason.substring(0, REASON_CHARACTERS) + "...");
  }

  /** A field of a specification as it is given, on lines of its own; empty where it is absent. */
  public static String part(PipelineSpec spec, String field) {
    return SpecJson.toJson(spec).path(field) instanceof ObjectNode node ? RawJson.text(node) : "";
  }

  /** How many workers a specification asks for. */
  public static Optional<Long> parallelism(PipelineSpec spec) {
    return spec.parallelism().stream().boxed().findFirst();
  }

  static ObjectNode stats(DatumStats stats) {
    return RawJson.object()
        .put("download_time", seconds(stats.download()))
        .put("process_time", seconds(stats.process()))
        .put("upload_time", seconds(stats.upload()))
        .put("download_bytes", stats.downloadBytes())
        .put("upload_bytes", stats.uploadBytes());
  }

  private static String seconds(Duration duration) {
    return String.format(Locale.ROOT, "%.3fs", duration.toMillis() / 1000.0);
  }
}
