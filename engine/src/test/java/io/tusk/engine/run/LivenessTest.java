/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.tusk.engine.work.Fault;
import io.tusk.engine.work.JobWork;
import io.tusk.engine.work.ProcessProgress;
import io.tusk.engine.work.Progress;
import io.tusk.error.ErrorCode;
import io.tusk.log.Operation;
import io.tusk.pipeline.Job;
import io.tusk.pipeline.JobCatalog;
import io.tusk.pipeline.JobChanges;
import io.tusk.pipeline.JobOwner;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An engine on another host, watched by a clock that the test sets. */
final class LivenessTest {
  private static final Duration DEAD_AFTER = Duration.ofSeconds(60);

  private final EngineFixture fixture = new EngineFixture();
  private final Liveness liveness =
      new Liveness(
          ProcessIdentity.ofThisHost(),
          id -> new JobWork(fixture.store, id),
          DEAD_AFTER,
          () -> this.time);
  private Duration time = Duration.ZERO;
  private Job job;
  private JobWork work;

  @BeforeEach
  void takeUpElsewhere() {
    fixture.createRepo("in");
    fixture.put("in", "/a", "x");
    fixture.createPipeline(EngineFixture.javaSpec("p", "in", "/*", UpperCase.class));
    job = takenUp();
    work = new JobWork(fixture.store, job.id());
    assertThat(liveness.isDead(job)).isFalse();
  }

  private Job takenUp() {
    JobOwner owner = new JobOwner("elsewhere", "boot", 1, 1, "nonce");
    return fixture.store.transact(
        new Operation("take up job", ""),
        tx -> {
          Job pending = new JobCatalog(tx.catalog()).pending().get(0);
          return JobChanges.takeUp(tx, pending.id(), pending.attempt(), owner).orElseThrow();
        });
  }

  private boolean deadAfterSeconds(int seconds) {
    time = time.plusSeconds(seconds);
    return liveness.isDead(job);
  }

  @Test
  void whoTellsNothingForSoLongIsDead() {
    for (int i = 0; i < 30; i++) {
      assertThat(deadAfterSeconds(2)).as("after %d s", 2 * (i + 1)).isFalse();
    }
    assertThat(deadAfterSeconds(1)).isTrue();
  }

  @Test
  void onlyJobsThatArePendingAreRemembered() {
    for (int i = 0; i < 30; i++) {
      assertThat(deadAfterSeconds(2)).isFalse();
    }
    liveness.retain(Set.of(job.id()));
    assertThat(deadAfterSeconds(1)).isTrue();
    liveness.retain(Set.of());
    assertThat(deadAfterSeconds(1)).as("as if it were seen for the first time").isFalse();
  }

  @Test
  void whoBeatsLivesWhateverItDoes() {
    for (int i = 1; i <= 100; i++) {
      switch (i % 3) {
        case 0 -> work.progress(1, "process", lanes(i));
        case 1 -> work.beat(1, JobWork.Step.ENGINE, i);
        default -> work.beat(1, JobWork.Step.COMMIT, i);
      }
      assertThat(deadAfterSeconds(5)).isFalse();
    }
  }

  private static ProcessProgress lanes(long beat) {
    return new ProcessProgress(beat, new TreeMap<>(Map.of(4, new Progress(0, 0, 0))));
  }

  @Test
  void whoWasSuspendedItselfLooksAgain() {
    assertThat(deadAfterSeconds(3_600)).as("both hosts may have slept").isFalse();
    work.beat(1, JobWork.Step.ENGINE, 1);
    assertThat(deadAfterSeconds(3_600)).isFalse();
    for (int i = 0; i < 12; i++) {
      assertThat(deadAfterSeconds(5)).isFalse();
    }
    assertThat(deadAfterSeconds(5)).isTrue();
  }

  @Test
  void ofWhoSaysThatItGaveUpAFewSilentSecondsAreEnoughInThatAttempt() {
    work.fault(1, 3, new Fault(ErrorCode.HOST, "no room"));
    work.fault(1, JobWork.Step.COMMIT, new Fault(ErrorCode.HOST, "no room"));
    assertThat(deadAfterSeconds(5)).as("a runner starts steps again").isFalse();
    work.fault(1, JobWork.Step.ENGINE, new Fault(ErrorCode.HOST, "no room"));
    for (int beat = 1; beat <= 9; beat++) {
      work.progress(1, "process", lanes(beat));
      assertThat(deadAfterSeconds(2)).as("a cluster goes on with it").isFalse();
    }
    assertThat(deadAfterSeconds(5)).isFalse();
    assertThat(deadAfterSeconds(4)).isFalse();
    assertThat(deadAfterSeconds(1)).isTrue();
    job = takenUp();
    assertThat(deadAfterSeconds(5)).isFalse();
    assertThat(deadAfterSeconds(5)).isFalse();
  }

  @Test
  void whoseProgressWasSeenToMoveIsAtWork() {
    work.beat(1, JobWork.Step.ENGINE, 1);
    Liveness fresh =
        new Liveness(
            ProcessIdentity.ofThisHost(),
            id -> new JobWork(fixture.store, id),
            DEAD_AFTER,
            () -> this.time);
    assertThat(fresh.isDead(job)).isFalse();
    assertThat(fresh.isAtWork(job)).as("it may have told that long ago").isFalse();
    assertThat(fresh.isDead(job)).isFalse();
    assertThat(fresh.isAtWork(job)).isFalse();
    work.beat(1, JobWork.Step.ENGINE, 2);
    assertThat(fresh.isDead(job)).isFalse();
    assertThat(fresh.isAtWork(job)).isTrue();
    job = takenUp();
    assertThat(fresh.isDead(job)).isFalse();
    assertThat(fresh.isAtWork(job)).isFalse();
  }

  @Test
  void anotherAttemptBeginsAnew() {
    for (int i = 0; i < 12; i++) {
      assertThat(deadAfterSeconds(5)).isFalse();
    }
    job = takenUp();
    assertThat(job.attempt()).isEqualTo(2);
    assertThat(deadAfterSeconds(5)).isFalse();
  }
}
