/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.tusk.engine.run.EngineFixture;
import io.tusk.engine.run.UpperCase;
import io.tusk.engine.transform.DatumTries;
import io.tusk.engine.work.JobWork;
import io.tusk.engine.work.ProcessProgress;
import io.tusk.engine.work.Progress;
import io.tusk.log.Operation;
import io.tusk.name.FilePath;
import io.tusk.objects.CountingObjectStore;
import io.tusk.objects.MemoryObjectStore;
import io.tusk.objects.ObjectStoreCounts;
import io.tusk.pipeline.DatumRestart;
import io.tusk.pipeline.Job;
import io.tusk.pipeline.JobCatalog;
import io.tusk.pipeline.JobChanges;
import io.tusk.pipeline.JobOwner;
import io.tusk.pipeline.JobState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Processes that run lanes of a job, by a clock that the test sets. */
final class JobWatchTest {
  private final CountingObjectStore objects = new CountingObjectStore(new MemoryObjectStore());
  private final EngineFixture fixture = new EngineFixture(objects);
  private Duration time = Duration.ZERO;
  private Job job;
  private JobWork work;

  private static final class FakeLane implements JobWatch.Observed {
    private final int number;
    private final List<Long> restarts = new ArrayList<>();
    private Progress progress = new Progress(0, 0, 0);
    private boolean stopped;

    FakeLane(int number) {
      this.number = number;
    }

    FakeLane at(long processed) {
      progress = new Progress(processed, 0, 10 * processed);
      return this;
    }

    @Override
    public int number() {
      return number;
    }

    @Override
    public Progress progress() {
      return progress;
    }

    @Override
    public Optional<DatumTries.Current> current() {
      return Optional.empty();
    }

    @Override
    public void stop() {
      stopped = true;
    }

    @Override
    public void restart(DatumRestart restart) {
      restarts.add(restart.number());
    }
  }

  @BeforeEach
  void takeUp() {
    fixture.createRepo("in");
    fixture.put("in", "/a", "x");
    fixture.createPipeline(EngineFixture.javaSpec("p", "in", "/*", UpperCase.class));
    job =
        fixture.store.transact(
            new Operation("take up job", ""),
            tx -> {
              Job pending = new JobCatalog(tx.catalog()).pending().get(0);
              JobOwner owner = new JobOwner("elsewhere", "boot", 1, 1, "nonce");
              return JobChanges.takeUp(tx, pending.id(), pending.attempt(), owner).orElseThrow();
            });
    work = new JobWork(fixture.store, job.id());
  }

  private JobWatch watch() {
    return new JobWatch(fixture.store, job, Optional.empty(), () -> time);
  }

  private void second(JobWatch... watches) {
    time = time.plusSeconds(1);
    for (JobWatch watch : watches) {
      watch.tick();
    }
  }

  private List<Progress> told() {
    return ProcessProgress.ofLanes(work.progress(job.attempt()));
  }

  @Test
  void whatAnHourCostsDoesNotDependOnTheLanesOfAProcess() {
    JobWatch watch = watch();
    for (int lane = 0; lane < 8; lane++) {
      watch.join(new FakeLane(lane).at(lane));
    }
    ObjectStoreCounts before = objects.counts();
    for (int i = 0; i < 60; i++) {
      second(watch);
    }
    ObjectStoreCounts minute = objects.counts().minus(before);
    assertThat(minute.puts()).isEqualTo(60);
    assertThat(minute.lists()).isEqualTo(60);
    assertThat(minute.operations()).as("and nothing else").isEqualTo(120);
    for (int i = 60; i < 3_600; i++) {
      second(watch);
    }
    ObjectStoreCounts hour = objects.counts().minus(before);
    assertThat(hour.puts()).isBetween(940L, 1_000L).isEqualTo(hour.lists());
    assertThat(hour.operations()).isEqualTo(2 * hour.puts());
    assertThat(told()).hasSize(8).contains(new Progress(7, 0, 70));
  }

  @Test
  void whatIsShorterThanASecondCostsNothing() {
    ObjectStoreCounts before = objects.counts();
    JobWatch watch = watch();
    FakeLane lane = new FakeLane(0);
    watch.join(lane);
    time = time.plusMillis(999);
    watch.tick();
    watch.leave(lane);
    watch.tellLast(2);
    assertThat(objects.counts().minus(before).operations()).isZero();
  }

  @Test
  void lanesThatHaveEndedCountOn() {
    JobWatch watch = watch();
    FakeLane first = new FakeLane(0).at(5);
    FakeLane second = new FakeLane(1).at(7);
    watch.join(first);
    watch.join(second);
    watch.leave(first.at(6));
    second(watch);
    assertThat(told()).containsExactly(new Progress(6, 0, 60), new Progress(7, 0, 70));
    watch.leave(second.at(9));
    watch.tellLast(2);
    assertThat(told()).as("the job is at its end").contains(new Progress(7, 0, 70));
    watch.tellLast(3);
    assertThat(told()).containsExactly(new Progress(6, 0, 60), new Progress(9, 0, 90));
  }

  /** Lanes go on in other processes with what was stored, and each counts once. */
  @Test
  void lanesOfLostProcessesAreNotCountedTwice() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    int lanes = 6;
    long[] stored = new long[lanes];
    long[] ran = new long[lanes];
    long[] furthest = new long[lanes];
    List<FakeLane> running = new ArrayList<>();
    JobWatch watch = watch();
    for (int step = 0; step < 200; step++) {
      if (step % 20 == 0) {
        // The process is lost: what it told stays, and another goes on with what was stored.
        watch = watch();
        running.clear();
        for (int lane = 0; lane < lanes; lane++) {
          ran[lane] = stored[lane];
          running.add(new FakeLane(lane).at(ran[lane]));
          watch.join(running.get(lane));
        }
      }
      int lane = random.nextInt(lanes);
      ran[lane] += random.nextInt(5);
      running.get(lane).at(ran[lane]);
      if (random.nextInt(10) == 0) {
        stored[lane] = ran[lane];
      }
      second(watch);
      for (int i = 0; i < lanes; i++) {
        furthest[i] = Math.max(furthest[i], ran[i]);
      }
      assertThat(told())
          .as("seed %d", seed)
          .extracting(Progress::processed)
          .containsExactlyElementsOf(Arrays.stream(furthest).boxed().toList());
    }
    running.forEach(lane -> lane.at(5_000));
    second(watch);
    assertThat(told())
        .as("seed %d", seed)
        .hasSize(lanes)
        .containsOnly(new Progress(5_000, 0, 50_000));
  }

  @Test
  void theEndOfAJobIsSeenByAllLanesWithinSeconds() {
    JobWatch watch = watch();
    List<FakeLane> lanes = List.of(new FakeLane(0), new FakeLane(1), new FakeLane(2));
    lanes.forEach(watch::join);
    for (int i = 0; i < 600; i++) {
      second(watch);
    }
    assertThat(lanes).noneMatch(lane -> lane.stopped);
    kill();
    for (int i = 0; i < Rhythm.LONGEST.toSeconds(); i++) {
      second(watch);
    }
    assertThat(lanes).allMatch(lane -> lane.stopped);
    FakeLane late = new FakeLane(3);
    watch.join(late);
    assertThat(late.stopped).as("at once").isTrue();
    lanes.forEach(watch::leave);
    ObjectStoreCounts before = objects.counts();
    watch.tellLast(9);
    assertThat(objects.counts().minus(before).operations()).as("nobody asks").isZero();
  }

  @Test
  void aLookOutOfTurnSeesTheEndAtOnce() {
    JobWatch watch = watch();
    FakeLane lane = new FakeLane(0);
    watch.join(lane);
    watch.look();
    assertThat(lane.stopped).isFalse();
    kill();
    watch.look();
    assertThat(lane.stopped).isTrue();
  }

  @Test
  void eachLaneHearsOfARestartOnce() {
    JobWatch watch = watch();
    List<FakeLane> lanes = List.of(new FakeLane(0), new FakeLane(1));
    lanes.forEach(watch::join);
    second(watch);
    fixture.change(tx -> JobChanges.restartDatums(tx, job.id(), List.of(new FilePath("/a"))));
    second(watch);
    second(watch);
    fixture.change(tx -> JobChanges.restartDatums(tx, job.id(), List.of(new FilePath("/a"))));
    second(watch);
    for (FakeLane lane : lanes) {
      assertThat(lane.restarts).containsExactly(1L, 2L);
      assertThat(lane.stopped).isFalse();
    }
  }

  private void kill() {
    boolean killed =
        JobEnd.fail(
            fixture.store,
            job.id(),
            job.attempt(),
            JobChanges.Ending.without(JobState.KILLED, "stopped"));
    assertThat(killed).isTrue();
  }
}
