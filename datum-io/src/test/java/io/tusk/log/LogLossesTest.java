/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.log;

import static io.tusk.error.Failures.assertFails;
import static org.assertj.core.api.Assertions.assertThat;

import io.tusk.error.ErrorCode;
import io.tusk.host.Host;
import io.tusk.objects.EveryStore;
import io.tusk.objects.FaultyObjectStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Commits that fail, lose, or do not know. */
@EveryStore
class LogLossesTest extends LogFixture {
  @Test
  void aStoreThatCannotBeWritten() {
    genesis();
    faulty.mode(FaultyObjectStore.Mode.READ_ONLY);
    assertFails(
        ErrorCode.STORAGE,
        "store " + objects.location() + " cannot be written: read-only",
        this::commit);
    assertThat(pauses).isEmpty();
  }

  @Test
  void givesUpAsUnknownAfterManyTries() {
    genesis();
    faulty.losingCreates(FaultyObjectStore.Fate.VANISHES, 1);
    assertFails(
        ErrorCode.OUTCOME_UNKNOWN,
        "store "
            + objects.location()
            + " did not answer whether the change was made (the answer to the creation of"
            + " '"
            + ONE
            + "' was lost); look at its state before you run the command again",
        this::commit);
    assertThat(pauses).hasSize(12).allSatisfy(pause -> assertThat(pause).isBetween(1L, 5_001L));
  }

  @Test
  void anInterruptAfterALostAnswerIsUnknown() {
    genesis();
    faulty.losingCreates(FaultyObjectStore.Fate.VANISHES, 1);
    Host impatient =
        new Host(
            host.clock(),
            host.random(),
            duration -> {
              throw new InterruptedException();
            });
    assertFails(
        ErrorCode.OUTCOME_UNKNOWN,
        "store "
            + objects.location()
            + " did not answer whether the change was made (the answer to the creation of"
            + " '"
            + ONE
            + "' was lost); look at its state before you run the command again",
        () ->
            new Log(faulty, impatient)
                .commit(
                    OPERATION,
                    (base, time) -> new Log.Outcome.NewRoot(Optional.empty(), Optional.empty())));
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void aWrittenRecordIsNeverReportedAsFailed() {
    genesis();
    Creation thenDeaf =
        new Creation(faulty, host) {
          @Override
          public Result create(String key, byte[] bytes) {
            Result result = super.create(key, bytes);
            faulty.failing(FaultyObjectStore.Call.LIST, 1);
            return result;
          }
        };
    assertFails(
        ErrorCode.OUTCOME_UNKNOWN,
        "'put file a@master' wrote record 1 of store "
            + objects.location()
            + ", but whether it stands is not known"
            + " (store "
            + objects.location()
            + " failed to LIST 'log/' as it was told to); look at the store's state"
            + " before you run the command again",
        () ->
            new Log(faulty, host, thenDeaf)
                .commit(
                    OPERATION,
                    (base, time) -> new Log.Outcome.NewRoot(Optional.empty(), Optional.empty())));
  }

  /** Lets something happen right after the record was created. */
  private Head commitThen(Runnable event) {
    Creation creation =
        new Creation(objects, host) {
          @Override
          public Result create(String key, byte[] bytes) {
            Result result = super.create(key, bytes);
            event.run();
            return result;
          }
        };
    return new Log(objects, host, creation)
        .commit(
            OPERATION, (base, time) -> new Log.Outcome.NewRoot(Optional.empty(), Optional.empty()));
  }

  @Test
  void aRecordBelowTheOldestStandsIfItsSuccessorFollowsIt() {
    genesis();
    Head ours = commitThen(() -> write(record(2, "c".repeat(32), log.record(1).orElseThrow(), 2)));
    assertThat(ours).isEqualTo(log.record(1).orElseThrow());
  }

  @Test
  void aRecordAtANumberThatWasCollectedHasLost() {
    Head zero = genesis();
    assertFails(
        ErrorCode.CONFLICT,
        "'put file a@master' took so long that store "
            + objects.location()
            + " has collected what it was based on;"
            + " run it again",
        () -> commitThen(() -> write(record(2, "c".repeat(32), zero, 2))));
  }

  @Test
  void aRecordWhoseSuccessorsWereCollectedIsUnknown() {
    Head zero = genesis();
    assertFails(
        ErrorCode.OUTCOME_UNKNOWN,
        "'put file a@master' wrote record 1 of store "
            + objects.location()
            + ", but whether it stands is not known"
            + " (its successors have been collected); look at the store's state before you run the"
            + " command again",
        () -> commitThen(() -> write(record(9, "c".repeat(32), zero, 9))));
  }

  @Test
  void aBaseThatWasCollectedIsRefused() {
    Head zero = genesis();
    List<Long> bases = new ArrayList<>();
    assertFails(
        ErrorCode.CONFLICT,
        "'put file a@master' took so long that store "
            + objects.location()
            + " has collected what it was based on;"
            + " run it again",
        () ->
            log.commit(
                OPERATION,
                (base, time) -> {
                  bases.add(base.number());
                  write(record(1, "c".repeat(32), zero, 1));
                  return new Log.Outcome.NewRoot(Optional.empty(), Optional.empty());
                }));
    assertThat(bases).containsExactly(0L);
  }

  @Test
  void whoLosesOftenWaitsNoLongerThanOthers() {
    genesis();
    log.commit(
        OPERATION,
        (base, time) -> {
          if (base.number() < 80) {
            write(record(base.number() + 1, "d".repeat(32), base, 0));
          }
          return new Log.Outcome.NewRoot(Optional.empty(), Optional.empty());
        });
    assertThat(pauses).hasSize(80);
    for (int loss = 0; loss < 80; loss++) {
      assertThat(pauses.get(loss)).isBetween(1L, 1 + (10L << (loss % 8)));
    }
    assertThat(pauses.subList(72, 80)).anySatisfy(pause -> assertThat(pause).isGreaterThan(80));
  }

  @Test
  void losersApplyTheirChangeToTheNewHead() {
    genesis();
    List<Long> bases = new ArrayList<>();
    Head head =
        log.commit(
            OPERATION,
            (base, time) -> {
              bases.add(base.number());
              if (base.number() < 3) {
                write(record(base.number() + 1, "d".repeat(32), base, 0));
              }
              return new Log.Outcome.NewRoot(Optional.empty(), Optional.empty());
            });
    assertThat(bases).containsExactly(0L, 1L, 2L, 3L);
    assertThat(head.number()).isEqualTo(4);
    assertThat(pauses).hasSize(3);
  }
}
