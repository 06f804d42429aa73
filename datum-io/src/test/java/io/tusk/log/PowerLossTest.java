/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.tusk.host.Host;
import io.tusk.objects.ForwardingObjectStore;
import io.tusk.objects.MemoryObjectStore;
import java.time.Clock;
import java.util.HashSet;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What one writer read survives with what it wrote, though the writer of that died too early. */
class PowerLossTest {
  private static final Operation OPERATION = new Operation("put file", "a@master");
  private static final Log.Change CHANGE =
      (base, time) -> new Log.Outcome.NewRoot(Optional.empty(), Optional.empty());

  /** Names are there at once, and survive once their directory was forced, as on a local disk. */
  private static final class Unforced extends ForwardingObjectStore {
    private final Set<String> unforced = new HashSet<>();
    private boolean dying;

    Unforced() {
      super(new MemoryObjectStore());
    }

    @Override
    public Created createIfAbsent(String key, byte[] content) {
      Created created = super.createIfAbsent(key, content);
      if (created == Created.CREATED) {
        unforced.add(key);
      }
      if (dying && created == Created.CREATED) {
        throw new Error("the process died before it forced " + key);
      }
      unforced.removeIf(name -> directory(name).equals(directory(key)));
      return created;
    }

    private static String directory(String key) {
      return key.substring(0, key.lastIndexOf('/'));
    }

    void losePower() {
      unforced.forEach(this::delete);
      unforced.clear();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 500, 998, 999, 1_000, 1_999})
  void noRecordIsBuiltOnOneThatIsLost(int records) {
    Unforced store = new Unforced();
    Host host = new Host(Clock.systemUTC(), new Random(1), duration -> {});
    Log log = new Log(store, host);
    log.create(
        new RootRecord.Genesis("0".repeat(32), JsonNodeFactory.instance.objectNode()),
        new Operation("create store", ""));
    for (int i = 1; i < records; i++) {
      log.commit(OPERATION, CHANGE);
    }
    store.dying = true;
    assertThatThrownBy(() -> log.commit(OPERATION, CHANGE))
        .isInstanceOf(Error.class)
        .hasMessageStartingWith("the process died before it forced log/");
    store.dying = false;
    Head head = log.commit(OPERATION, CHANGE);
    store.losePower();
    assertThat(log.head()).hasValue(head);
    assertThat(head.number()).isEqualTo(records + 1L);
    assertThat(log.record(records)).map(Head::hash).isEqualTo(head.record().previous());
  }
}
