/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.log;

import static io.tusk.error.Failures.assertFails;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.tusk.error.ErrorCode;
import io.tusk.error.TuskException;
import io.tusk.objects.CountingObjectStore;
import io.tusk.objects.EveryStore;
import io.tusk.objects.ObjectStoreCounts;
import io.tusk.objects.TestStores;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

@EveryStore
class LogTest extends LogFixture {
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
  void numberedKeysSortNewestFirst() {
    assertThat(NumberedKeys.key("log/", 0)).isEqualTo(ZERO);
    assertThat(NumberedKeys.key("log/", 1_234_567)).isEqualTo("log/999/999/999/998/765/432");
    assertThat(NumberedKeys.number("log/", "log/999/999/999/998/765/432")).isEqualTo(1_234_567);
    assertThat(NumberedKeys.isNumbered("log/", "log/999/999/999/998/765/43")).isFalse();
    assertThat(NumberedKeys.isNumbered("log/", "log/999999999998765432")).isFalse();
    assertThat(NumberedKeys.isNumbered("log/", "open/999/999/999/998/765/432")).isFalse();
  }
}
