/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.tusk.engine.graph.JobGraph;
import io.tusk.engine.work.JobWork;
import io.tusk.error.ErrorCode;
import io.tusk.error.TuskException;
import io.tusk.name.CommitId;
import io.tusk.name.PipelineName;
import io.tusk.name.ProjectName;
import io.tusk.name.RepoName;
import io.tusk.objects.EveryStore;
import io.tusk.objects.ObjectStoreCounts;
import io.tusk.pipeline.Job;
import io.tusk.pipeline.JobCatalog;
import io.tusk.pipeline.JobChanges;
import io.tusk.pipeline.JobId;
import io.tusk.pipeline.JobOwner;
import io.tusk.pipeline.JobState;
import io.tusk.pipeline.PipelineRemoval;
import io.tusk.repo.Commit;
import io.tusk.repo.CommitChanges;
import io.tusk.repo.RepoChanges;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Watchers, in a time that nobody waits for. */
@Timeout(value = 300, unit = TimeUnit.SECONDS)
@EveryStore
final class WatchTest {
  private final WatchFixture f = new WatchFixture();

  @AfterEach
  void close() {
    f.close();
  }

  private static List<JobState> states(List<Job> jobs) {
    return jobs.stream().map(Job::state).toList();
  }

  @Test
  void ticksAndTheirJobsComeOnTime() throws Exception {
    f.createPipeline("p", "@hourly");
    f.watchUntil("2031-01-01T03:30:00Z");
    assertThat(f.times("p_tick"))
        .containsExactly(
            "2031-01-01T00:00:00Z",
            "2031-01-01T01:00:00Z",
            "2031-01-01T02:00:00Z",
            "2031-01-01T03:00:00Z");
    assertThat(f.engine.contents("p@master").keySet())
        .containsExactly("/2031-01-01T01:00:00Z", "/2031-01-01T02:00:00Z", "/2031-01-01T03:00:00Z");
    assertThat(states(f.jobs("p"))).hasSize(4).containsOnly(JobState.SUCCESS);
    assertThat(f.said)
        .containsExactly(
            "pipeline p: ticked for 2031-01-01T01:00:00Z",
            "pipeline p: ticked for 2031-01-01T02:00:00Z",
            "pipeline p: ticked for 2031-01-01T03:00:00Z");
  }

  @Test
  void whatOthersCommitIsNoticedInSeconds() throws Exception {
    f.engine.createRepo("in");
    f.engine.createPipeline(EngineFixture.javaSpec("upper", "in", "/*", UpperCase.class));
    f.at("2031-01-01T01:00:00Z", () -> f.engine.put("in", "/a", "one"));
    f.at("2031-01-01T02:00:00Z", () -> f.createPipeline("late", "@every 10s"));
    f.watchUntil("2031-01-01T02:00:35Z");
    List<Commit> outputs = f.commits("upper");
    assertThat(outputs).hasSize(2);
    assertThat(Duration.between(outputs.get(1).started(), outputs.get(1).finished().orElseThrow()))
        .isLessThanOrEqualTo(Duration.ofSeconds(5));
    assertThat(f.engine.contents("upper@master")).containsEntry("/a", "ONE");
    assertThat(f.times("late_tick"))
        .containsExactly(
            "2031-01-01T02:00:00Z",
            "2031-01-01T02:00:10Z",
            "2031-01-01T02:00:20Z",
            "2031-01-01T02:00:30Z");
  }

  @Test
  void aQuietStoreCostsOneListingInFiveSeconds() throws Exception {
    f.createPipeline("p", "@daily");
    List<ObjectStoreCounts> counts = new ArrayList<>();
    f.at("2031-01-01T01:00:00Z", () -> counts.add(f.counted.counts()));
    f.at("2031-01-01T02:00:00Z", () -> counts.add(f.counted.counts()));
    f.watchUntil("2031-01-01T02:00:01Z");
    ObjectStoreCounts hour = counts.get(1).minus(counts.get(0));
    assertThat(hour.operations()).isEqualTo(hour.lists());
    assertThat(hour.lists()).isBetween(718L, 722L);
  }

  @Test
  void twoWatchersShareTheWork() throws Exception {
    f.createPipeline("p", "@every 1m");
    f.createPipeline("q", "* * * * *");
    f.at("2031-01-01T00:20:30Z", f::stop);
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try {
      List<Future<?>> both = new ArrayList<>();
      for (int i = 0; i < 2; i++) {
        both.add(
            threads.submit(
                () -> {
                  f.watch(InProcessRunner.create());
                  return null;
                }));
      }
      for (Future<?> each : both) {
        try {
          each.get();
        } catch (ExecutionException e) {
          assertThat(e).hasCauseInstanceOf(TuskException.class);
        }
      }
    } finally {
      threads.shutdownNow();
    }
    // Who is stopped at the end may leave some; the other one or the next watcher makes them.
    f.watchUntil("2031-01-01T00:25:30Z");
    for (String name : List.of("p", "q")) {
      List<Commit> ticks = f.commits(name + "_tick");
      assertThat(ticks).hasSize(26);
      assertThat(f.engine.files(name + "_tick@master").files()).isEqualTo(25);
      assertThat(f.jobs(name)).hasSize(26);
    }
  }

  @Test
  void thatOthersRunAPipelineIsSaidOnceUntilTheyDoNoMore() throws Exception {
    f.engine.createRepo("in");
    f.engine.createPipeline(EngineFixture.javaSpec("upper", "in", "/*", UpperCase.class));
    f.engine.createPipeline(EngineFixture.javaSpec("alike", "in", "/*", UpperCase.class));
    List<JobId> elsewhere = new ArrayList<>();
    for (int hour : List.of(1, 2, 4)) {
      f.at(
          "2031-01-01T0" + hour + ":00:00Z",
          () -> {
            f.engine.put("in", "/" + hour, "x");
            elsewhere.add(takeElsewhere("upper"));
          });
      f.at(
          "2031-01-01T0" + hour + ":30:00Z",
          () -> f.engine.change(tx -> JobChanges.stop(tx, elsewhere.get(elsewhere.size() - 1))));
    }
    f.at("2031-01-01T03:00:00Z", () -> f.engine.put("in", "/3", "x"));

    f.watchUntil("2031-01-01T05:00:00Z");

    assertThat(f.waited).containsExactly(elsewhere.get(0), elsewhere.get(2));
    assertThat(f.engine.contents("upper@master")).containsOnlyKeys("/1", "/2", "/3");
    assertThat(f.engine.contents("alike@master")).containsOnlyKeys("/1", "/2", "/3", "/4");
  }

  /** Gives the pending job of a pipeline to an engine of another host. */
  private JobId takeElsewhere(String pipeline) {
    JobId job =
        new JobCatalog(f.store.snapshot().catalog())
            .pending().stream()
                .map(Job::id)
                .filter(id -> id.pipeline().name().equals(pipeline))
                .findFirst()
                .orElseThrow();
    f.engine.change(
        tx -> JobChanges.takeUp(tx, job, 0, new JobOwner("elsewhere", "boot", 1, 1, "nonce")));
    return job;
  }

  @Test
  void whatIsDeletedWhileItIsWatchedStopsNothing() throws Exception {
    f.engine.createRepo("in");
    f.engine.put("in", "/a", "one");
    f.engine.createPipeline(EngineFixture.javaSpec("reader", "in", "/*", UpperCase.class));
    f.createPipeline("p", "@hourly");
    f.createPipeline("q", "@hourly");
    f.at("2031-01-01T01:30:00Z", () -> delete("reader", EngineFixture.repo("in")));
    f.at(
        "2031-01-01T02:30:00Z",
        () -> {
          delete("p");
          f.createPipeline("p", "@every 20m");
        });
    f.watchUntil("2031-01-01T03:15:00Z");
    assertThat(f.engine.contents("q@master")).hasSize(3);
    assertThat(f.engine.contents("p@master"))
        .containsOnlyKeys("/2031-01-01T02:50:00Z", "/2031-01-01T03:10:00Z");
    assertThat(f.said).hasSize(7).allMatch(line -> line.contains(": ticked for "));
  }

  /** A pipeline, and repositories that nothing else reads. */
  private void delete(String pipeline, RepoName... repos) {
    f.engine.change(
        tx -> {
          PipelineRemoval.delete(tx, new PipelineName(ProjectName.DEFAULT, pipeline));
          List.of(repos).forEach(repo -> RepoChanges.delete(tx, repo));
        });
  }

  @Test
  void aPipelineThatCannotTickStopsNoOther() throws Exception {
    f.createPipeline("bad", "@hourly");
    f.createPipeline("good", "@hourly");
    List<CommitId> open = new ArrayList<>();
    f.engine.change(
        tx -> open.add(CommitChanges.start(tx, EngineFixture.master("bad_tick"), "").id()));
    String id = open.get(open.size() - 1).value();
    f.at(
        "2031-01-01T02:30:00Z",
        () ->
            f.engine.change(
                tx -> {
                  Commit commit =
                      tx.catalog().requireCommit(EngineFixture.repo("bad_tick"), new CommitId(id));
                  CommitChanges.finish(
                      tx, commit, commit.files(), Optional.empty(), Optional.empty());
                }));
    f.watchUntil("2031-01-01T03:30:00Z");
    assertThat(f.said)
        .containsOnlyOnce(
            "pipeline bad cannot tick: branch bad_tick@master has the open commit "
                + id
                + "; 'tusk finish commit bad_tick@master' finishes it");
    assertThat(f.times("good_tick"))
        .contains("2031-01-01T01:00:00Z", "2031-01-01T02:00:00Z", "2031-01-01T03:00:00Z");
    assertThat(f.engine.contents("bad@master")).hasSize(3);
  }

  /** A runner that breaks a pipeline's first runs. */
  private static final class Breaking implements LocalRunner {
    private final Runner runner = InProcessRunner.create();
    private final AtomicInteger left;
    private final String pipeline;
    private final ErrorCode code;

    Breaking(String pipeline, int times, ErrorCode code) {
      this.pipeline = pipeline;
      this.left = new AtomicInteger(times);
      this.code = code;
    }

    @Override
    public Ran run(JobGraph graph, JobWork work) {
      if (graph.lanes().pipeline().equals(pipeline) && left.getAndDecrement() > 0) {
        throw new TuskException(code, "the disk of the worker is full; make room there");
      }
      return runner.run(graph, work);
    }
  }

  @Test
  void aJobThatCannotBeRunIsTriedAgainMoreAndMoreRarely() throws Exception {
    f.createPipeline("bad", "@hourly");
    f.createPipeline("good", "@hourly");
    f.watchUntil("2031-01-01T02:30:00Z", new Breaking("bad", 8, ErrorCode.HOST));
    assertThat(f.said.stream().filter(line -> line.startsWith("job ")))
        .containsExactly(
            "job "
                + f.jobs("bad").stream().map(job -> job.id().toString()).toList().get(1)
                + " cannot be run: the disk of the worker is full; make room there");
    assertThat(states(f.jobs("bad"))).hasSize(3).containsOnly(JobState.SUCCESS);
    List<Job> late = f.jobs("bad").stream().filter(job -> job.attempt() > 1).toList();
    assertThat(late).hasSize(1);
    assertThat(late.get(0).attempt()).isEqualTo(9);
    assertThat(late.get(0).finished().orElseThrow())
        .as("after 1, 2, 4, 8, 16, 32, 60 and 60 seconds")
        .isBetween(Instant.parse("2031-01-01T01:03:03Z"), Instant.parse("2031-01-01T01:03:45Z"));
    assertThat(states(f.jobs("good"))).hasSize(3).containsOnly(JobState.SUCCESS);
  }

  @Test
  void aJobThatWasSubmittedIsNotSubmittedAgain() throws Exception {
    f.createPipeline("p", "@hourly");
    List<String> submitted = Collections.synchronizedList(new ArrayList<>());
    Runner elsewhere =
        new Runner() {
          @Override
          public boolean isDetached() {
            return true;
          }

          @Override
          public boolean outlivesProcess() {
            return true;
          }

          @Override
          public int slots() {
            return 1;
          }

          @Override
          public Ran run(JobGraph graph, JobWork work) {
            submitted.add(graph.lanes().set());
            return Ran.SUBMITTED;
          }

          @Override
          public void close() {}
        };
    f.watchUntil("2031-01-01T01:30:00Z", elsewhere);
    assertThat(submitted).containsExactly(f.jobs("p").get(0).id().set().value());
    assertThat(states(f.jobs("p"))).containsExactly(JobState.RUNNING, JobState.SUCCESS);
  }
}
