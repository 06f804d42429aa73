/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.repo;

import static org.assertj.core.api.Assertions.assertThat;

import io.tusk.host.Host;
import io.tusk.log.Operation;
import io.tusk.objects.CountingObjectStore;
import io.tusk.objects.MemoryObjectStore;
import io.tusk.objects.ObjectStoreCounts;
import io.tusk.objects.cache.CacheSettings;
import io.tusk.objects.cache.CachingObjectStore;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A commit of one file costs what it costs among few, the index of chunks included. */
class OneFileAmongMillionTest {
  private static final long SEED = 41;
  private static final int MILLION = 1_000_000;
  private static final int COMMITS = 40;
  private static final int CACHED_COMMITS = 10;

  @TempDir private Path directory;

  private final CountingObjectStore objects = new CountingObjectStore(new MemoryObjectStore());
  private final Random random = new Random(SEED);

  @Test
  void bytesAndObjects() {
    try (TuskStore store = TuskStore.create(cached(), Host.system())) {
      fill(store);
    }
    processesWithACacheOnDisk();
    // A process that has nothing at all.
    TuskStore another = TuskStore.open(objects, Host.system());
    long most = 0;
    ObjectStoreCounts start = objects.counts();
    for (int i = 0; i < COMMITS; i++) {
      ObjectStoreCounts before = objects.counts();
      String path = ManyFiles.path(random.nextInt(MILLION)) + "-new";
      String content = "content " + i;
      StoreFixture.write(another, "a@master", write -> StoreFixture.put(write, path, content));
      ObjectStoreCounts cost = objects.counts().minus(before);
      assertThat(cost.puts()).as("packs of commit %d, seed %d", i, SEED).isEqualTo(1);
      assertThat(cost.creates()).as("records of commit %d, seed %d", i, SEED).isEqualTo(1);
      assertThat(cost.deletes()).isZero();
      most = Math.max(most, cost.bytesWritten());
    }
    ObjectStoreCounts all = objects.counts().minus(start);
    assertThat(all.bytesWritten() / COMMITS).as("bytes a commit, seed %d", SEED).isLessThan(42_000);
    assertThat(most).as("bytes of the largest commit, seed %d", SEED).isLessThan(80_000);
    assertThat(all.operations() / COMMITS).as("requests a commit, seed %d", SEED).isLessThan(24);
  }

  private CachingObjectStore cached() {
    CacheSettings cache = new CacheSettings(Optional.of(directory), OptionalLong.of(1L << 30));
    return new CachingObjectStore(objects, cache, Host.system());
  }

  /** Row 14 of the scoreboard, but for the time. */
  private void processesWithACacheOnDisk() {
    for (int i = 0; i < CACHED_COMMITS; i++) {
      ObjectStoreCounts before = objects.counts();
      String path = ManyFiles.path(random.nextInt(MILLION)) + "-cached";
      try (TuskStore store = TuskStore.open(cached(), Host.system())) {
        BucketCostTest.putFile(store, path, new byte[100 + i]);
      }
      BucketCostTest.assertFew("commit " + i + ", seed " + SEED, objects.counts().minus(before));
    }
  }

  private void fill(TuskStore store) {
    store.transact(
        new Operation("create repo", "a"),
        tx -> {
          RepoChanges.create(tx, StoreFixture.repo("a"), "");
          return null;
        });
    store.transact(
        new Operation("put file", "a"),
        tx ->
            CommitChanges.commit(
                tx,
                StoreFixture.branch("a@master"),
                "",
                base -> ManyFiles.of(MILLION, store, base, tx, random)));
  }
}
