/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.repo;

import static io.tusk.error.Failures.assertFails;
import static io.tusk.repo.StoreFixture.branch;
import static io.tusk.repo.StoreFixture.repo;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tusk.chunks.ChunkParameters;
import io.tusk.error.ErrorCode;
import io.tusk.fsck.Problem;
import io.tusk.host.Host;
import io.tusk.log.Log;
import io.tusk.log.Operation;
import io.tusk.log.RootRecord;
import io.tusk.objects.EveryStore;
import io.tusk.objects.FaultyObjectStore;
import io.tusk.objects.ForwardingObjectStore;
import io.tusk.objects.MemoryObjectStore;
import io.tusk.objects.ObjectStore;
import io.tusk.objects.TestStores;
import io.tusk.tree.TreeParameters;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Stores as a whole: made, opened, read-only, and transactions that change nothing. */
@EveryStore
class TuskStoreTest {
  @RegisterExtension final StoreFixture fixture = new StoreFixture();

  @BeforeEach
  void createRepo() {
    fixture.createRepos("a");
  }

  @Test
  void aTransactionThatChangesNothingWritesNothing() {
    fixture.put("a@master", "/x", "1");
    long records = fixture.records();
    List<String> objects = fixture.objects.list("", "", 1_000);
    assertThat(fixture.<String>transact(tx -> "looked")).isEqualTo("looked");
    fixture.change(tx -> tx.metadata().remove("no/such/key"));
    fixture.change(tx -> tx.put(tx.catalog().requireBranch(branch("a@master"))));
    assertThat(fixture.records()).isEqualTo(records);
    assertThat(fixture.objects.list("", "", 1_000)).isEqualTo(objects);
  }

  @Test
  void noStoreIsMadeWhereCreatesReplace() {
    ObjectStore careless =
        new ForwardingObjectStore(new MemoryObjectStore()) {
          @Override
          public Created createIfAbsent(String key, byte[] content) {
            put(key, content);
            return Created.CREATED;
          }
        };
    assertFails(
        ErrorCode.STORAGE,
        "store memory cannot be used: it replaced object 'log/999/999/999/999/999/999', which was"
            + " to be created only if absent; use a service that honours If-None-Match",
        () -> TuskStore.create(careless, fixture.host));
    assertThat(careless.list("", "", 1)).isEmpty();
  }

  @Test
  void aStoreThatCannotBeWritten() {
    fixture.put("a@master", "/x", "1");
    FaultyObjectStore faulty = new FaultyObjectStore(fixture.objects, 1);
    TuskStore store = TuskStore.open(faulty, fixture.host);
    faulty.mode(FaultyObjectStore.Mode.READ_ONLY);
    String message = "store " + fixture.objects.location() + " cannot be written: read-only";
    assertFails(
        ErrorCode.STORAGE,
        message,
        () -> StoreFixture.write(store, "a@master", w -> StoreFixture.put(w, "/y", "2")));
    assertFails(
        ErrorCode.STORAGE,
        message,
        () ->
            store.transact(
                new Operation("create repo", "b"),
                tx -> {
                  RepoChanges.create(tx, repo("b"), "");
                  return true;
                }));
    assertThat(fixture.files("a@master")).isEqualTo(Map.of("/x", "1"));
  }

  @Test
  void storesAreMadeWhereThereIsNothingElse() {
    ObjectStore objects = TestStores.create();
    assertThat(TuskStore.find(objects, fixture.host)).isEmpty();
    assertFails(
        ErrorCode.NOT_FOUND,
        "there is no store at " + objects.location() + "; 'tusk create repo NAME' makes one",
        () -> TuskStore.open(objects, fixture.host));
    objects.put("holiday/picture.png", new byte[1]);
    assertFails(
        ErrorCode.CONFLICT,
        "no store can be made at "
            + objects.location()
            + ": it holds holiday/picture.png and no log of a store; name"
            + " a place that is empty",
        () -> TuskStore.create(objects, fixture.host));
    objects.delete("holiday/picture.png");
    String id = TuskStore.create(objects, fixture.host).id();
    assertThat(TuskStore.create(objects, fixture.host).id()).isEqualTo(id).hasSize(32);
    fixture.createRepos("z");
    objects.delete("log/999/999/999/999/999/999");
  }

  @Test
  void aStoreWithoutItsFirstRecordIsNotOpened() {
    ObjectStore objects = TestStores.create();
    StoreFixture other = new StoreFixture(objects, 2);
    other.createRepos("a");
    objects.delete("log/999/999/999/999/999/999");
    assertFails(
        ErrorCode.CORRUPT,
        "store "
            + objects.location()
            + " has lost its first record; run 'tusk fsck' for the whole damage",
        () -> TuskStore.open(objects, other.host));
  }

  private static ObjectNode parameters() {
    return StoreParameters.write(TreeParameters.DEFAULT, ChunkParameters.DEFAULT);
  }

  private static void assertUnusable(String fact, ObjectNode parameters) {
    ObjectStore objects = TestStores.create();
    Host host = new Host(Clock.systemUTC(), new Random(1), duration -> {});
    new Log(objects, host)
        .create(
            new RootRecord.Genesis("0".repeat(32), parameters), new Operation("create store", ""));
    String message =
        "the first record of store "
            + objects.location()
            + " holds no usable parameters: "
            + fact
            + "; restore that object from a copy";
    assertFails(ErrorCode.CORRUPT, message, () -> TuskStore.open(objects, host));
    assertThat(StoreFixture.problems(objects))
        .extracting(Problem::toString)
        .containsExactly("catalog: " + message);
  }

  @Test
  void sizesThatNoStoreHasAreDamage() {
    for (String name : StoreFixture.all(parameters().fieldNames())) {
      ObjectNode without = parameters();
      without.remove(name);
      assertUnusable("it lacks " + name, without);
      assertUnusable(name + " is \"many\"", parameters().put(name, "many"));
      assertUnusable(name + " is 4097.5", parameters().put(name, 4097.5));
      assertUnusable(name + " is 4294968320", parameters().put(name, (1L << 32) + 1024));
      assertUnusable(name + " is null", parameters().putNull(name));
    }
    assertUnusable(
        "no tree can have these sizes: node 4096 to 10240 at scale 6144, entry 6080, inline -1",
        parameters().put("inline-max", -1));
    assertUnusable(
        "chunk sizes must ascend from 1 to 2^29: min 16384, average 65536, max 2147483647",
        parameters().put("chunk-max", Integer.MAX_VALUE));
    assertUnusable(
        "the average chunk size must be a power of two from 8 on: 65535",
        parameters().put("chunk-average", 65535));
  }
}
