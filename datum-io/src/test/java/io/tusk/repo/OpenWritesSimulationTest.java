/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.repo;

import static org.assertj.core.api.Assertions.assertThat;

import io.tusk.error.ErrorCode;
import io.tusk.error.TuskException;
import io.tusk.host.Host;
import io.tusk.log.Operation;
import io.tusk.name.CommitId;
import io.tusk.objects.EveryStore;
import io.tusk.objects.FaultyObjectStore;
import io.tusk.objects.Interleaving;
import io.tusk.objects.ObjectStore;
import io.tusk.objects.TestStores;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Writers of one branch race with someone who starts and finishes its commits. */
@EveryStore
class OpenWritesSimulationTest {
  private static final int SEEDS = TestStores.cases(250);

  private record Run(Set<String> written, Set<String> unknown, Map<String, String> files) {}

  @Test
  void aWriteThatReturnedIsThere() {
    int unknown = 0;
    for (long seed = 0; seed < SEEDS; seed++) {
      Run run = run(seed, seed % 2 == 0 ? 0 : 0.15);
      assertThat(run.files().keySet()).as("seed %d", seed).containsAll(run.written());
      Set<String> possible = new HashSet<>(run.written());
      possible.addAll(run.unknown());
      assertThat(possible).as("seed %d", seed).containsAll(run.files().keySet());
      unknown += run.unknown().size();
    }
    assertThat(unknown).as("rarely is it unknown what happened").isLessThan(SEEDS);
  }

  private static Run run(long seed, double harm) {
    ObjectStore memory = TestStores.create();
    StoreFixture fixture = new StoreFixture(memory, seed);
    fixture.createRepos("a");
    fixture.put("a@master", "/first", "first");
    FaultyObjectStore faulty =
        new FaultyObjectStore(memory, seed)
            .losingCreates(FaultyObjectStore.Fate.LANDS, harm)
            .losingCreates(FaultyObjectStore.Fate.LANDS_LATE, harm)
            .losingCreates(FaultyObjectStore.Fate.VANISHES, harm)
            .failing(FaultyObjectStore.Call.READ, harm / 20)
            .failing(FaultyObjectStore.Call.LIST, harm / 20);
    Interleaving interleaving = new Interleaving(seed);
    Random chance = new Random(seed);
    Set<String> written = new HashSet<>(Set.of("/first"));
    Set<String> unknown = new HashSet<>();
    List<Runnable> works = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      String name = "/w" + i;
      TuskStore store = open(interleaving, faulty, chance.nextLong());
      works.add(
          () -> {
            for (int n = 0; n < 2; n++) {
              write(store, name + "/" + n, written, unknown);
            }
          });
    }
    for (int i = 0; i < 2; i++) {
      TuskStore store = open(interleaving, faulty, chance.nextLong());
      works.add(() -> startAndFinish(store));
    }
    interleaving.run(works);
    faulty.calm().landAll();
    if (fixture.head("a@master").isOpen()) {
      fixture.finish(fixture.head("a@master"));
    }
    assertThat(StoreFixture.problems(memory)).as("seed %d", seed).isEmpty();
    return new Run(written, unknown, fixture.files("a@master"));
  }

  private static TuskStore open(Interleaving interleaving, ObjectStore faulty, long own) {
    Host host = interleaving.host(own);
    while (true) {
      try {
        return TuskStore.open(interleaving.store(faulty), host);
      } catch (TuskException e) {
        assertThat(e.code()).isEqualTo(ErrorCode.STORAGE);
      }
    }
  }

  private static void write(
      TuskStore store, String path, Set<String> written, Set<String> unknown) {
    try {
      StoreFixture.write(store, "a@master", write -> StoreFixture.put(write, path, path));
      written.add(path);
    } catch (TuskException e) {
      if (e.code() == ErrorCode.OUTCOME_UNKNOWN) {
        unknown.add(path);
      }
    }
  }

  private static void startAndFinish(TuskStore store) {
    for (int n = 0; n < 2; n++) {
      try {
        CommitId id =
            store.transact(
                new Operation("start commit", ""),
                tx -> CommitChanges.start(tx, StoreFixture.branch("a@master"), "").id());
        Commit commit = store.snapshot().catalog().requireCommit(StoreFixture.repo("a"), id);
        new OpenWrites(store, commit).finish(new Operation("finish", ""), Optional.empty());
      } catch (TuskException e) {
        assertThat(e.code()).isIn(ErrorCode.CONFLICT, ErrorCode.STORAGE, ErrorCode.OUTCOME_UNKNOWN);
      }
    }
  }
}
