/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.tusk.error.TuskException;
import io.tusk.name.PipelineName;
import io.tusk.name.ProjectName;
import io.tusk.pipeline.Job;
import io.tusk.pipeline.JobCatalog;
import io.tusk.pipeline.JobCounts;
import io.tusk.pipeline.JobState;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Watchers whose jobs run on a runner. */
abstract class RunnerWatches extends RunnerIncrements {
  private static final List<String> PIPELINES = List.of("p", "q");

  /** Two ticks of each pipeline have been missed; no other comes within the next half hour. */
  private void createCrossed(String name) {
    Instant start =
        fixture
            .store
            .host()
            .clock()
            .instant()
            .truncatedTo(ChronoUnit.SECONDS)
            .minus(Duration.ofMinutes(150));
    fixture.createPipeline(
        spec(
                "basename \"$in\" >> " + directory + "/ran-" + name + "; " + UPPER,
                "",
                ",'parallelism_spec':{'constant':1}")
            .replace("\"name\":\"p\"", "\"name\":\"" + name + "\"")
            .replaceFirst(
                "\"input\":(\\{\"pfs\":\\{[^}]*}})",
                "\"input\":{\"cross\":[$1,{\"cron\":{\"name\":\"tick\",\"overwrite\":true,"
                    + "\"spec\":\"@every 1h\",\"start\":\""
                    + start
                    + "\"}}]}"));
  }

  private List<Job> jobs(String pipeline) {
    List<Job> jobs = new ArrayList<>();
    new JobCatalog(fixture.store.snapshot().catalog())
        .jobs(new PipelineName(ProjectName.DEFAULT, pipeline))
        .forEachRemaining(jobs::add);
    return jobs;
  }

  private boolean isDone() {
    return PIPELINES.stream()
        .map(this::jobs)
        .allMatch(
            jobs -> jobs.size() == 3 && jobs.stream().allMatch(job -> job.state().isTerminal()));
  }

  private Engine watcher(CountDownLatch done) {
    BeamRunner runner = new BeamRunner(options("none").runnerArgs(), () -> {});
    // As each does in a process of its own: before any job makes its runner's surroundings.
    assertThat(runner.slots()).isPositive();
    return new Engine(
        fixture.store,
        options("none"),
        new EngineListener() {
          @Override
          public void ended(Job job) {
            if (isDone()) {
              done.countDown();
            }
          }
        },
        Optional.of(runner));
  }

  private static TimedListener faults(List<String> faults) {
    return new TimedListener() {
      @Override
      public void failed(String subject, TuskException why) {
        faults.add(subject + ": " + why.getMessage());
      }
    };
  }

  @Test
  void twoWatchersShareTicksAndTheirJobs() throws Exception {
    put("a", "one", "b", "two");
    PIPELINES.forEach(this::createCrossed);
    List<String> faults = Collections.synchronizedList(new ArrayList<>());
    CountDownLatch done = new CountDownLatch(1);
    List<Engine> watchers = List.of(watcher(done), watcher(done));
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try {
      List<Future<?>> ends = new ArrayList<>();
      for (Engine watcher : watchers) {
        TimedListener told = faults(faults);
        Timetable timetable = Timetable.of(fixture.store, options("none"), told);
        ends.add(
            threads.submit(
                () -> {
                  watcher.watch(timetable, told);
                  return null;
                }));
      }
      done.await();
      watchers.forEach(Engine::interrupt);
      for (Future<?> end : ends) {
        end.get();
      }
    } finally {
      threads.shutdownNow();
    }

    assertThat(faults).isEmpty();
    for (String name : PIPELINES) {
      assertThat(jobs(name))
          .allSatisfy(
              job -> {
                assertThat(job.state()).as(job.reason()).isEqualTo(JobState.SUCCESS);
                assertThat(job.attempt()).as("by one of them").isEqualTo(1);
              })
          .extracting(Job::counts)
          .containsExactly(counts(2, 2, 0), counts(2, 2, 0), JobCounts.NONE);
      assertThat(directory.resolve("ran-" + name)).hasContent("a\nb\na\nb\n");
      assertThat(fixture.contents(name + "_tick@master")).hasSize(1);
      assertRoot(name + "@master", "4a156f6bea6d0143");
    }
  }
}
