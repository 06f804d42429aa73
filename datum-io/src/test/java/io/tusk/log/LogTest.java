/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.log;

import static io.tusk.error.Failures.assertFails;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tusk.error.ErrorCode;
import io.tusk.error.TuskException;
import io.tusk.host.Host;
import io.tusk.objects.CountingObjectStore;
import io.tusk.objects.EveryStore;
import io.tusk.objects.FaultyObjectStore;
import io.tusk.objects.ObjectStore;
import io.tusk.objects.ObjectStoreCounts;
import io.tusk.objects.TestStores;
import io.tusk.pieces.Hash;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

@EveryStore
class LogTest {
  private static final Operation OPERATION = new Operation("put file", "a@master");
  private static final Instant NOW = Instant.parse("2031-01-01T00:00:00Z");
  private static final String ZERO = "log/999/999/999/999/999/999";
  private static final String ONE = "log/999/999/999/999/999/998";

  private final List<Long> pauses = new ArrayList<>();
  private final Host host =
      new Host(
          Clock.fixed(NOW, ZoneOffset.UTC),
          new Random(1),
          duration -> pauses.add(duration.toMillis()));
  private final ObjectStore objects = TestStores.create();
  private final FaultyObjectStore faulty = new FaultyObjectStore(objects, 1);
  private final Log log = new Log(faulty, host);

  private Head genesis() {
    ObjectNode parameters = JsonNodeFactory.instance.objectNode().put("node-min", 1);
    return log.create(
        new RootRecord.Genesis("ab".repeat(16), parameters), new Operation("create store", ""));
  }

  private Head commit() {
    return log.commit(
        OPERATION, (base, time) -> new Log.Outcome.NewRoot(Optional.empty(), Optional.empty()));
  }

  private static RootRecord record(long number, String transaction, Head previous, long oldest) {
    return new RootRecord(
        number,
        transaction,
        Optional.of(previous.hash()),
        Optional.empty(),
        Optional.empty(),
        oldest,
        NOW,
        OPERATION,
        Optional.empty());
  }

  private Head write(RootRecord record) {
    byte[] bytes = RootRecordJson.write(record);
    objects.put(NumberedKeys.key(Log.PREFIX, record.number()), bytes);
    return new Head(record, Hash.of(bytes));
  }

  @Test
  void recordsReadBackAsTheyWereWritten() {
    Head zero = genesis();
    Head one = commit();
    assertThat(log.record(0)).hasValue(zero);
    assertThat(log.record(1)).hasValue(one);
    assertThat(log.head()).hasValue(one);
    assertThat(log.record(2)).isEmpty();
    assertThat(one.record().previous()).hasValue(zero.hash());
    assertThat(zero.record().genesis().orElseThrow().storeId()).isEqualTo("ab".repeat(16));
    assertThat(zero.record().genesis().orElseThrow().parameters().toString())
        .isEqualTo("{\"node-min\":1}");
    assertThat(objects.list("", "", 10)).containsExactly(ONE, ZERO);
  }

  @Test
  void aRecordIsOneJsonObjectThatEndsInItsChecksum() {
    genesis();
    assertThat(new String(objects.read(ZERO).orElseThrow(), UTF_8))
        .matches(
            "\\{\"format\":1,\"number\":0,\"transaction\":\"[0-9a-f]{32}\",\"oldest\":0,"
                + "\"time\":\"2031-01-01T00:00:00Z\","
                + "\"operation\":\\{\"verb\":\"create store\",\"subject\":\"\"},"
                + "\"store\":\"(ab){16}\",\"parameters\":\\{\"node-min\":1},"
                + "\"check\":\"[0-9a-f]{8}\"}");
  }

  @Test
  void timesAscendThoughTheClockStandsStill() {
    genesis();
    assertThat(commit().record().time()).isEqualTo(NOW.plusMillis(1));
    assertThat(commit().record().time()).isEqualTo(NOW.plusMillis(2));
  }

  @Test
  void aSecondGenesisTakesTheFirst() {
    Head first = genesis();
    assertThat(genesis()).isEqualTo(first);
  }

  @Test
  void nothingToChangeWritesNothing() {
    Head zero = genesis();
    assertThat(log.commit(OPERATION, (base, time) -> new Log.Outcome.Nothing())).isEqualTo(zero);
    assertThat(objects.list("", "", 10)).containsExactly(ZERO);
  }

  @Test
  void aCommitCostsAFewRequestsHoweverLongTheLog() {
    genesis();
    for (int i = 0; i < TestStores.cases(2_000); i++) {
      commit();
    }
    CountingObjectStore counting = new CountingObjectStore(objects);
    Log counted = new Log(counting, host);
    Log.Change change = (base, time) -> new Log.Outcome.NewRoot(Optional.empty(), Optional.empty());
    Head head = counted.commit(OPERATION, change);
    assertRequests(counting.counts(), 1, 0, 2);
    ObjectStoreCounts before = counting.counts();
    counted.commitAfter(head, OPERATION, change);
    assertRequests(counting.counts().minus(before), 0, 1, 1);
  }

  private static void assertRequests(ObjectStoreCounts counts, long reads, long sizes, long lists) {
    assertThat(counts)
        .isEqualTo(
            new ObjectStoreCounts(
                reads, sizes, 0, 1, lists, 0, counts.bytesRead(), counts.bytesWritten()));
  }

  @Test
  void aChangeIsMadeToTheNewestRecordWhateverWasSeen() {
    Head zero = genesis();
    Head one = commit();
    List<Long> bases = new ArrayList<>();
    Head two =
        log.commitAfter(
            zero,
            OPERATION,
            (base, time) -> {
              bases.add(base.number());
              return new Log.Outcome.NewRoot(Optional.empty(), Optional.empty());
            });
    assertThat(bases).containsExactly(1L);
    assertThat(two.record().previous()).contains(one.hash());
  }

  @Test
  void aStoreThatIsNotThere() {
    assertThat(log.head()).isEmpty();
    assertFails(
        ErrorCode.NOT_FOUND,
        "there is no store at " + objects.location() + "; 'tusk create repo NAME' makes one",
        this::commit);
  }

  @Test
  void somethingElseInTheLog() {
    genesis();
    objects.put("log/000/readme", new byte[0]);
    assertFails(
        ErrorCode.CORRUPT,
        objects.location()
            + " holds log/000/readme, which no store has; it is not a store of tusk, or the"
            + " object must be removed",
        log::head);
  }

  @Test
  void everyFlippedBitOfTheNewestRecordIsFound() {
    genesis();
    byte[] bytes = objects.read(ZERO).orElseThrow();
    for (int i = 0; i < 8 * bytes.length; i += TestStores.step()) {
      byte[] flipped = bytes.clone();
      flipped[i / 8] ^= (byte) (1 << i % 8);
      objects.put(ZERO, flipped);
      Log reopened = new Log(objects, host);
      assertThat(org.assertj.core.api.Assertions.catchThrowable(reopened::head))
          .as("bit %d", i)
          .isInstanceOfSatisfying(
              TuskException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CORRUPT))
          .hasMessageStartingWith("object " + ZERO + " of store " + objects.location() + " ")
          .hasMessageEndingWith("; run 'tusk fsck' for the whole damage");
    }
  }

  @Test
  void aRecordUnderTheWrongNumber() {
    genesis();
    objects.put(ONE, objects.read(ZERO).orElseThrow());
    assertFails(
        ErrorCode.CORRUPT,
        "object "
            + ONE
            + " of store "
            + objects.location()
            + " holds record 0; run 'tusk fsck' for the whole damage",
        log::head);
  }

  @Test
  void aNewerFormatIsRefused() {
    genesis();
    byte[] newer = CheckedJson.write(JsonNodeFactory.instance.objectNode().put("format", 2));
    objects.put(ONE, newer);
    String message =
        "store "
            + objects.location()
            + " has format 2; this program knows formats up to 1: use a newer version of"
            + " tusk";
    assertFails(ErrorCode.FORMAT, message, log::head);
    assertFails(ErrorCode.FORMAT, message, this::commit);
  }

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

  @Test
  void numberedKeysSortNewestFirst() {
    assertThat(NumberedKeys.key("log/", 0)).isEqualTo(ZERO);
    assertThat(NumberedKeys.key("log/", 1_234_567)).isEqualTo("log/999/999/999/998/765/432");
    assertThat(NumberedKeys.number("log/", "log/999/999/999/998/765/432")).isEqualTo(1_234_567);
    assertThat(NumberedKeys.isNumbered("log/", "log/999/999/999/998/765/43")).isFalse();
    assertThat(NumberedKeys.isNumbered("log/", "log/999999999998765432")).isFalse();
    assertThat(NumberedKeys.isNumbered("log/", "open/999/999/999/998/765/432")).isFalse();
  }
}
