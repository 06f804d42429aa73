/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.worker;

import io.tusk.host.Stopwatch;
import io.tusk.pipeline.JobId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The watches of this process: one for each attempt that lanes of it run, from the first of them to
 * the last.
 */
public final class JobWatches {
  private static final Map<LaneConfig, JobWatches> OPEN = new HashMap<>();

  private final JobWatch watch;
  private final Beats beats;
  private int users;

  private JobWatches(JobWatch watch, JobId job) {
    this.watch = watch;
    this.beats = new Beats("tusk-watch-" + job, watch::tick);
  }

  /** A lane's part of a watch. */
  record Membership(LaneConfig config, JobWatch.Observed lane) implements AutoCloseable {
    @Override
    public void close() {
      leave(config, lane);
    }
  }

  static Membership join(LaneConfig config, Assignment work, JobWatch.Observed lane) {
    synchronized (OPEN) {
      JobWatches open = OPEN.computeIfAbsent(config, key -> open(work));
      open.users++;
      open.watch.join(lane);
      return new Membership(config, lane);
    }
  }

  private static JobWatches open(Assignment work) {
    JobContext context = work.context();
    JobWatch watch =
        new JobWatch(
            work.store(),
            context.job(),
            JobDeadline.of(context.job(), context.version().spec()),
            Stopwatch.start()::elapsed);
    return new JobWatches(watch, context.job().id());
  }

  private static void leave(LaneConfig config, JobWatch.Observed lane) {
    JobWatches last;
    synchronized (OPEN) {
      JobWatches open = OPEN.get(config);
      open.watch.leave(lane);
      open.users--;
      if (open.users > 0) {
        return;
      }
      last = OPEN.remove(config);
    }
    last.beats.hurry(() -> last.watch.tellLast(config.lanes()));
    last.beats.close();
  }

  /** Has the lanes of a job in this process see at once what is wished of them. */
  public static void hurry(JobId job) {
    List<JobWatches> found;
    synchronized (OPEN) {
      found =
          OPEN.entrySet().stream()
              .filter(open -> open.getKey().job().equals(job))
              .map(Map.Entry::getValue)
              .toList();
    }
    found.forEach(open -> open.beats.hurry(open.watch::look));
  }
}
