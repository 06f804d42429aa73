/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.inspect;

import io.tusk.datum.DatumKey;
import io.tusk.engine.log.LogLine;
import io.tusk.engine.log.LogText;
import io.tusk.engine.work.CurrentDatum;
import io.tusk.engine.work.JobWork;
import io.tusk.error.TuskException;
import io.tusk.pieces.Hash;
import io.tusk.pieces.Ref;
import io.tusk.pipeline.Job;
import io.tusk.pipeline.JobCatalog;
import io.tusk.pipeline.JobId;
import io.tusk.pipeline.PipelineCatalog;
import io.tusk.repo.Catalog;
import io.tusk.repo.TuskStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * What datums said, while their job runs and afterwards. Jobs come oldest first, the datums of one
 * in the order of their keys, the lines of a datum as they were said. A datum that was skipped has
 * its lines in the job that ran it.
 */
public final class JobLogs {
  private static final Duration POLL = Duration.ofSeconds(1);

  private final TuskStore store;
  private final JobDatums datums;

  public JobLogs(TuskStore store) {
    this.store = store;
    this.datums = new JobDatums(store);
  }

  /**
   * Hands on what has been said so far.
   *
   * @throws TuskException NOT_FOUND when there is no such pipeline or job
   */
  public void read(LogQuery query, Consumer<LogMessage> sink) {
    for (Job job : jobs(query, Set.of())) {
      new Reading(query, job.id(), sink).round();
    }
  }

  /**
   * As {@link #read}, then hands on what is said, soon after: of a job until it has ended, of a
   * pipeline until {@code enough}.
   *
   * @throws TuskException NOT_FOUND when there is no such pipeline or job
   */
  public void follow(LogQuery query, Consumer<LogMessage> sink, BooleanSupplier enough)
      throws InterruptedException {
    Map<JobId, Reading> open = new HashMap<>();
    Set<JobId> closing = new HashSet<>();
    Set<JobId> done = new HashSet<>();
    while (true) {
      for (Job job : jobs(query, done)) {
        open.computeIfAbsent(job.id(), id -> new Reading(query, id, sink)).round();
        // The last lines of a job that was killed come after its end.
        if (job.state().isTerminal() && !closing.add(job.id())) {
          open.remove(job.id());
          done.add(job.id());
        }
      }
      if ((query.job().isPresent() && open.isEmpty()) || enough.getAsBoolean()) {
        return;
      }
      store.host().sleeper().sleep(POLL);
    }
  }

  /**
   * Oldest first; without those that had ended before the time that is asked for, and those that
   * are {@code done}.
   */
  private List<Job> jobs(LogQuery query, Set<JobId> done) {
    Catalog catalog = store.snapshot().catalog();
    JobCatalog jobs = new JobCatalog(catalog);
    if (query.job().isPresent()) {
      JobId id = new JobId(query.pipeline(), query.job().get());
      return done.contains(id) ? List.of() : List.of(jobs.requireJob(id));
    }
    new PipelineCatalog(catalog).requirePipeline(query.pipeline());
    Deque<Job> found = new ArrayDeque<>();
    Iterator<Job> newestFirst = jobs.jobs(query.pipeline());
    while (newestFirst.hasNext()) {
      Job job = newestFirst.next();
      boolean over =
          query.since().isPresent()
              && job.finished().filter(end -> end.isBefore(query.since().get())).isPresent();
      if (over || done.contains(job.id())) {
        // Jobs of a pipeline run one after another.
        break;
      }
      found.addFirst(job);
    }
    return new ArrayList<>(found);
  }

  /** What of a job's lines was handed on. */
  private final class Reading {
    private final LogQuery query;
    private final JobId job;
    private final Consumer<LogMessage> sink;
    private final Set<String> segments = new HashSet<>();
    private final Set<Hash> ended = new HashSet<>();

    private long attempt;

    /** Of datums that run, the number of the first line that is not handed on yet. */
    private final Map<Hash, Long> lines = new HashMap<>();

    Reading(LogQuery query, JobId job, Consumer<LogMessage> sink) {
      this.query = query;
      this.job = job;
      this.sink = sink;
    }

    void round() {
      Job now = new JobCatalog(store.snapshot().catalog()).requireJob(job);
      if (now.attempt() != attempt) {
        // Whoever has the job now begins datums anew, and their logs.
        attempt = now.attempt();
        lines.clear();
      }
      if (now.state().isTerminal()) {
        datums.ran(job).forEachRemaining(this::ended);
        return;
      }
      JobWork work = new JobWork(store, job);
      List<CurrentDatum> current = work.current(now.attempt());
      for (String key : work.segmentKeys()) {
        if (segments.add(key)) {
          work.segment(key)
              .ifPresent(
                  segment ->
                      work.entries(segment)
                          .forEachRemaining(entry -> ended(datums.info(job, entry))));
        }
      }
      for (CurrentDatum datum : current) {
        if (!ended.contains(datum.id())) {
          Iterable<DatumKey.Part> paths = datums.paths(job, datum);
          if (query.wantsRunning(datum.id(), paths)) {
            lines(datum.id(), paths, datum.log());
          }
        }
      }
    }

    private void ended(DatumInfo info) {
      if (!query.wants(info) || !ended.add(info.id())) {
        return;
      }
      info.record()
          .flatMap(record -> record.log())
          .ifPresent(ref -> lines(info.id(), info.paths(), bytes(ref)));
      lines.remove(info.id());
    }

    private byte[] bytes(Ref log) {
      return store.trees().pieces().chunk(log);
    }

    private void lines(Hash id, Iterable<DatumKey.Part> paths, byte[] log) {
      LogText text = LogText.parse(log);
      long from = lines.getOrDefault(id, 0L);
      Instant since = query.since().orElse(Instant.MIN);
      for (LogLine line : text.lines()) {
        if (line.next() > from) {
          lines.put(id, line.next());
          if (!line.time().isBefore(since)) {
            sink.accept(new LogMessage(job, id, paths, text.worker(), line.from(from)));
          }
        }
      }
    }
  }
}
