/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.tusk.error.TuskException;
import io.tusk.host.Host;
import io.tusk.name.PipelineName;
import io.tusk.name.ProjectName;
import io.tusk.objects.CountingObjectStore;
import io.tusk.objects.ForwardingObjectStore;
import io.tusk.objects.TestStores;
import io.tusk.pipeline.Job;
import io.tusk.pipeline.JobCatalog;
import io.tusk.pipeline.JobId;
import io.tusk.repo.Commit;
import io.tusk.repo.TuskStore;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Function;

/** A store that is watched, in a time that goes on by itself whenever somebody waits for it. */
final class WatchFixture implements InstantSource, AutoCloseable {
  private static final Instant START = Instant.parse("2031-01-01T00:00:00Z");

  /** Who is silent is told by the host's own time, of which a test may take any. */
  private static final Duration DEAD_AFTER = Duration.ofDays(1);

  /** A store that can be away. */
  static final class Objects extends ForwardingObjectStore {
    /** What a listing gives instead of what is there; null while it gives that. */
    volatile Function<String, List<String>> lists;

    Objects() {
      super(TestStores.create());
    }

    @Override
    public List<String> list(String prefix, String after, int limit) {
      Function<String, List<String>> instead = lists;
      return instead == null ? super.list(prefix, after, limit) : instead.apply(prefix);
    }

    /** What a listing of one key gives while the store is there. */
    List<String> present(String prefix) {
      return super.list(prefix, "", 1);
    }
  }

  final Objects objects = new Objects();
  final CountingObjectStore counted = new CountingObjectStore(objects);
  final EngineFixture engine;
  final TuskStore store;

  /** What watchers said, in the order in which they did. */
  final List<String> said = Collections.synchronizedList(new ArrayList<>());

  /** The jobs of others that watchers said to wait for. */
  final List<JobId> waited = Collections.synchronizedList(new ArrayList<>());

  private final TreeMap<Instant, List<Runnable>> script = new TreeMap<>();
  private final List<Engine> watching = Collections.synchronizedList(new ArrayList<>());
  private Instant now = START;

  WatchFixture() {
    Host host = new Host(withZone(ZoneOffset.UTC), new Random(1), this::pass);
    store = TuskStore.create(counted, host);
    engine = new EngineFixture(store);
  }

  /** Time goes by, and what is to happen until then happens. */
  private synchronized void pass(Duration duration) {
    Instant until = now.plus(duration);
    while (!script.isEmpty() && !script.firstKey().isAfter(until)) {
      now = script.firstKey();
      script.pollFirstEntry().getValue().forEach(Runnable::run);
    }
    now = until;
  }

  synchronized void at(String time, Runnable action) {
    script.computeIfAbsent(Instant.parse(time), any -> new ArrayList<>()).add(action);
  }

  @Override
  public synchronized Instant instant() {
    return now;
  }

  /** A pipeline of that cron input, whose code gives a file for each tick. */
  void createPipeline(String name, String cron) {
    engine.createPipeline(
        EngineFixture.javaSpec(name, "in", "/*", UpperCase.class)
            .replaceFirst(
                "\"pfs\":\\{[^}]*}", "\"cron\":{\"name\":\"tick\",\"spec\":\"" + cron + "\"}"));
  }

  /** Runs a watcher until it is stopped at that time. */
  void watchUntil(String end) throws InterruptedException {
    watchUntil(end, InProcessRunner.create());
  }

  void watchUntil(String end, Runner runner) throws InterruptedException {
    at(end, this::stop);
    watch(runner);
  }

  /** Stops all watchers. */
  void stop() {
    watching.forEach(Engine::interrupt);
  }

  /** Runs a watcher until it is stopped. */
  void watch(Runner runner) throws InterruptedException {
    EngineOptions options = new EngineOptions(List.of(), 2, "none", DEAD_AFTER);
    EngineListener jobs =
        new EngineListener() {
          @Override
          public void waiting(JobId job) {
            waited.add(job);
          }
        };
    Engine watcher = new Engine(store, options, jobs, Optional.of(runner));
    watching.add(watcher);
    Timetable timetable = Timetable.of(store, options, listener());
    watcher.watch(timetable, listener(), () -> Duration.between(START, instant()));
  }

  private TimedListener listener() {
    return new TimedListener() {
      @Override
      public void did(String what) {
        said.add(what);
      }

      @Override
      public void warned(String what) {
        said.add("warning: " + what);
      }

      @Override
      public void failed(String subject, TuskException why) {
        said.add(subject + ": " + why.getMessage());
      }
    };
  }

  List<Commit> commits(String repo) {
    List<Commit> commits = new ArrayList<>();
    store
        .snapshot()
        .catalog()
        .commitsOldestFirst(EngineFixture.repo(repo))
        .forEachRemaining(commits::add);
    return commits;
  }

  /** When the commits of a repository were started, to the second. */
  List<String> times(String repo) {
    return commits(repo).stream()
        .map(commit -> commit.started().truncatedTo(ChronoUnit.SECONDS))
        .map(Instant::toString)
        .toList();
  }

  List<Job> jobs(String pipeline) {
    List<Job> jobs = new ArrayList<>();
    new JobCatalog(store.snapshot().catalog())
        .jobs(new PipelineName(ProjectName.DEFAULT, pipeline))
        .forEachRemaining(jobs::add);
    return jobs;
  }

  @Override
  public void close() {
    assertThat(script).as("what was to happen").isEmpty();
    engine.close();
  }
}
