/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.objects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tusk.error.ErrorCode;
import io.tusk.error.TuskException;
import io.tusk.objects.FaultyObjectStore.Call;
import io.tusk.objects.FaultyObjectStore.Fate;
import io.tusk.objects.FaultyObjectStore.Mode;
import io.tusk.objects.ObjectStore.Created;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class DecoratorsTest {
  private static final byte[] ONE = {1};
  private static final byte[] TWO = {2, 2};

  @Nested
  class Counting extends ObjectStoreConformance {
    @Override
    protected ObjectStore newStore() {
      return new CountingObjectStore(new MemoryObjectStore());
    }
  }

  @Nested
  class FaultyWithoutFaults extends ObjectStoreConformance {
    @Override
    protected ObjectStore newStore() {
      return new FaultyObjectStore(new MemoryObjectStore(), 1);
    }
  }

  @Test
  void everyCallIsCounted() {
    CountingObjectStore store = new CountingObjectStore(new MemoryObjectStore());
    store.put("a", TWO);
    store.createIfAbsent("a", ONE);
    store.createIfAbsent("b", ONE);
    ObjectStoreCounts before = store.counts();
    assertThat(before).isEqualTo(new ObjectStoreCounts(0, 0, 1, 2, 0, 0, 0, 4));
    store.read("a");
    store.read("a", 1, 9);
    store.read("c");
    store.size("a");
    store.size("a");
    store.list("", "", 1);
    store.delete("a");
    assertThat(store.counts().minus(before))
        .isEqualTo(new ObjectStoreCounts(3, 2, 0, 0, 1, 1, 3, 0));
    assertThat(store.counts().operations()).isEqualTo(10);
    assertThat(store.location()).isEqualTo("memory");
  }

  @Test
  void aFailedCallIsCounted() {
    CountingObjectStore store =
        new CountingObjectStore(
            new FaultyObjectStore(new MemoryObjectStore(), 1).mode(Mode.READ_ONLY));
    thrown(
        ErrorCode.STORAGE,
        "store memory cannot be written: read-only",
        () -> store.createIfAbsent("a", TWO));
    assertThat(store.counts()).isEqualTo(new ObjectStoreCounts(0, 0, 0, 1, 0, 0, 0, 2));
  }

  @Test
  void aLostAnswerMayLandVanishOrComeLate() {
    MemoryObjectStore memory = new MemoryObjectStore();
    FaultyObjectStore store = new FaultyObjectStore(memory, 1).losingCreates(Fate.LANDS, 1);
    lost(store, "lands");
    assertThat(memory.read("lands")).hasValue(ONE);
    store.calm().losingCreates(Fate.VANISHES, 1);
    lost(store, "vanishes");
    store.calm().losingCreates(Fate.LANDS_LATE, 1);
    lost(store, "late");
    lost(store, "refused");
    assertThat(store.underWay()).isGreaterThanOrEqualTo(1);
    store.calm();
    memory.put("refused", TWO);
    store.landAll();
    assertThat(store.underWay()).isZero();
    assertThat(memory.read("late")).hasValue(ONE);
    assertThat(memory.read("refused")).hasValue(TWO);
    assertThat(memory.read("vanishes")).isEmpty();
    assertThat(store.faults()).isEqualTo(4);
  }

  @Test
  void aLateCreateLandsAtALaterCallWithoutBeingTold() {
    MemoryObjectStore memory = new MemoryObjectStore();
    FaultyObjectStore store = new FaultyObjectStore(memory, 1).losingCreates(Fate.LANDS_LATE, 1);
    lost(store, "late");
    assertThat(memory.read("late")).isEmpty();
    store.calm();
    int calls = 0;
    while (store.underWay() > 0) {
      store.size("other");
      assertThat(++calls).isLessThan(100);
    }
    assertThat(memory.read("late")).hasValue(ONE);
    assertThat(store.createIfAbsent("late", TWO)).isEqualTo(Created.EXISTS);
  }

  private static void lost(ObjectStore store, String key) {
    thrown(
        ErrorCode.OUTCOME_UNKNOWN,
        "the answer to the creation of '" + key + "' was lost",
        () -> store.createIfAbsent(key, ONE));
  }

  @Test
  void aChosenByteIsFlippedInEveryReadThatCoversIt() {
    MemoryObjectStore memory = new MemoryObjectStore();
    FaultyObjectStore store = new FaultyObjectStore(memory, 1).flipping("a", 1);
    store.put("a", new byte[] {1, 2, 3});
    store.put("b", new byte[] {1, 2, 3});
    assertThat(store.read("a")).hasValue(new byte[] {1, (byte) ~2, 3});
    assertThat(store.read("a", 1, 2)).hasValue(new byte[] {(byte) ~2, 3});
    assertThat(store.read("a", 2, 2)).hasValue(new byte[] {3});
    assertThat(store.read("b")).hasValue(new byte[] {1, 2, 3});
    assertThat(memory.read("a")).hasValue(new byte[] {1, 2, 3});
    assertThat(store.calm().read("a")).hasValue(new byte[] {1, 2, 3});
  }

  @Test
  void aFullStoreCanBeReadAndDeletedFrom() {
    FaultyObjectStore store = new FaultyObjectStore(new MemoryObjectStore(), 1);
    store.put("a", ONE);
    store.mode(Mode.FULL);
    String full = "store memory cannot be written: full";
    thrown(ErrorCode.STORAGE, full, () -> store.put("b", ONE));
    thrown(ErrorCode.STORAGE, full, () -> store.createIfAbsent("b", ONE));
    assertThat(store.read("a")).hasValue(ONE);
    store.mode(Mode.READ_ONLY);
    String readOnly = "store memory cannot be written: read-only";
    thrown(ErrorCode.STORAGE, readOnly, () -> store.put("b", ONE));
    thrown(ErrorCode.STORAGE, readOnly, () -> store.delete("a"));
    store.mode(Mode.FULL).delete("a");
    assertThat(store.list("", "", 9)).isEmpty();
  }

  @Test
  void theSameSeedGivesTheSameFaults() {
    assertThat(trace(7)).isEqualTo(trace(7)).contains("STORAGE").contains("OUTCOME_UNKNOWN");
    assertThat(trace(7)).isNotEqualTo(trace(8));
  }

  private static List<String> trace(long seed) {
    FaultyObjectStore store =
        new FaultyObjectStore(new MemoryObjectStore(), seed)
            .failing(Call.PUT, 0.2)
            .losingCreates(Fate.LANDS_LATE, 0.3)
            .losingCreates(Fate.LANDS, 0.1);
    List<String> trace = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      try {
        if (i % 2 == 0) {
          store.put("p" + i, ONE);
        } else {
          store.createIfAbsent("c" + i % 9, ONE);
        }
        trace.add(store.list("", "", 99).toString());
      } catch (TuskException e) {
        trace.add(e.code().name());
      }
    }
    return trace;
  }

  private static void thrown(ErrorCode code, String message, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(TuskException.class, e -> assertThat(e.code()).isEqualTo(code))
        .hasMessage(message);
  }
}
