/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.worker;

import io.tusk.engine.transform.DatumTries;
import io.tusk.engine.work.CurrentDatum;
import io.tusk.engine.work.JobWork;
import io.tusk.engine.work.ProcessProgress;
import io.tusk.engine.work.Progress;
import io.tusk.pipeline.DatumRestart;
import io.tusk.pipeline.Job;
import io.tusk.pipeline.JobCatalog;
import io.tusk.repo.TuskStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * Beside the lanes of an attempt that run in one process: tells observers that they live and what
 * they run, by one object for all of them, and notices what is wished of them, by one look at the
 * store: that the job is no longer this attempt's, or that datums begin anew.
 */
final class JobWatch {
  private final TuskStore store;
  private final JobWork work;
  private final Job job;
  private final Optional<JobDeadline> deadline;
  private final Rhythm rhythm;
  private final String process;
  private final Map<Observed, Told> lanes = new HashMap<>();
  private final SortedMap<Integer, Progress> ended = new TreeMap<>();
  private long looks;
  private long heard;
  private boolean stopped;

  /** What observers know of what a lane runs; {@code lines} of its log, -1 for nothing. */
  private record Told(Optional<DatumTries.Current> seen, long lines) {
    static final Told NOTHING = new Told(Optional.empty(), -1);
  }

  /** A run of a lane; called by other threads than its own. */
  interface Observed {
    int number();

    Progress progress();

    Optional<DatumTries.Current> current();

    /** Somebody else has the job now, or it is at its end; perhaps said repeatedly. */
    void stop();

    void restart(DatumRestart restart);
  }

  /**
   * @param deadline when the job is to be killed, if it has a limit
   * @param clock tells the time since some moment, and is never set
   */
  JobWatch(TuskStore store, Job job, Optional<JobDeadline> deadline, Supplier<Duration> clock) {
    this.store = store;
    this.work = new JobWork(store, job.id());
    this.job = job;
    this.deadline = deadline;
    this.rhythm = new Rhythm(clock);
    this.process = store.host().randomId();
    this.heard = newest(job);
  }

  private static long newest(Job job) {
    return job.restarts().stream().mapToLong(DatumRestart::number).max().orElse(0);
  }

  synchronized void join(Observed lane) {
    lanes.put(lane, Told.NOTHING);
    if (stopped) {
      lane.stop();
    }
  }

  /** How far the lane came is told on. */
  synchronized void leave(Observed lane) {
    if (lanes.remove(lane) != null) {
      ended.merge(lane.number(), lane.progress(), Progress::further);
    }
  }

  /** To be called every second; mostly it is not yet time to ask the store. */
  void tick() {
    deadline.ifPresent(end -> end.enforce(store));
    if (rhythm.isDue()) {
      tell();
      List<Observed> now;
      synchronized (this) {
        now = List.copyOf(lanes.keySet());
      }
      now.forEach(this::tellCurrent);
      look();
    }
  }

  private void tell() {
    ProcessProgress progress;
    synchronized (this) {
      looks++;
      SortedMap<Integer, Progress> all = new TreeMap<>(ended);
      lanes.keySet().forEach(lane -> all.merge(lane.number(), lane.progress(), Progress::further));
      progress = new ProcessProgress(looks, all);
    }
    work.progress(job.attempt(), process, progress);
  }

  /** Tells how far lanes are that have all ended while those of other processes go on. */
  void tellLast(int lanesOfJob) {
    synchronized (this) {
      if (stopped || looks == 0 || ended.size() == lanesOfJob) {
        return;
      }
    }
    tell();
  }

  /** Asks the store what is wished of the lanes. */
  void look() {
    Optional<Job> now = new JobCatalog(store.snapshot().catalog()).job(job.id());
    boolean mine = now.filter(found -> found.isRun(job.attempt())).isPresent();
    List<Observed> told;
    List<DatumRestart> restarts = new ArrayList<>();
    synchronized (this) {
      told = List.copyOf(lanes.keySet());
      stopped |= !mine;
      if (mine) {
        now.get().restarts().stream()
            .filter(restart -> restart.number() > heard)
            .forEach(restarts::add);
        heard = Math.max(heard, newest(now.get()));
      }
    }
    for (Observed lane : told) {
      if (!mine) {
        lane.stop();
      }
      restarts.forEach(lane::restart);
    }
  }

  /** Of a try that runs since the last time or longer, when there is something new to tell. */
  private void tellCurrent(Observed lane) {
    Told before;
    synchronized (this) {
      before = lanes.getOrDefault(lane, Told.NOTHING);
    }
    Optional<DatumTries.Current> now = lane.current();
    long lines = -1;
    if (now.isPresent() && now.equals(before.seen())) {
      DatumTries.Current current = now.get();
      lines = current.log().lines();
      if (lines != before.lines()) {
        work.current(
            job.attempt(),
            lane.number(),
            new CurrentDatum(
                current.datum().key(),
                current.datum().id(),
                current.number(),
                current.started(),
                current.log().bytes()));
      }
    }
    Told after = new Told(now, lines);
    synchronized (this) {
      lanes.computeIfPresent(lane, (there, old) -> after);
    }
  }
}
