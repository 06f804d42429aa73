/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.repo;

import static io.tusk.repo.StoreFixture.branch;
import static io.tusk.repo.StoreFixture.repo;
import static org.assertj.core.api.Assertions.assertThat;

import io.tusk.files.FileEntry;
import io.tusk.files.FileSet;
import io.tusk.host.Host;
import io.tusk.log.Operation;
import io.tusk.name.FilePath;
import io.tusk.objects.CountingObjectStore;
import io.tusk.objects.ForwardingObjectStore;
import io.tusk.objects.MemoryObjectStore;
import io.tusk.objects.ObjectStore;
import io.tusk.objects.ObjectStoreCounts;
import io.tusk.objects.cache.CacheSettings;
import io.tusk.objects.cache.CachingObjectStore;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The requests of commands on a bucket, each by a process that has but a cache on disk. */
class BucketCostTest {
  private static final long SEED = 43;
  private static final String BRANCH = "a@master";

  @TempDir private Path directory;

  private final CountingObjectStore bucket = new CountingObjectStore(new MemoryObjectStore());

  private CacheSettings warm() {
    return new CacheSettings(Optional.of(directory), OptionalLong.of(1L << 30));
  }

  private ObjectStoreCounts process(CacheSettings cache, Consumer<TuskStore> command) {
    ObjectStoreCounts before = bucket.counts();
    CachingObjectStore objects = new CachingObjectStore(bucket, cache, Host.system());
    try (TuskStore store = TuskStore.open(objects, Host.system())) {
      command.accept(store);
    }
    return bucket.counts().minus(before);
  }

  /** By a process that leaves what it wrote in the cache. */
  private void fill(Consumer<TuskStore> content) {
    CachingObjectStore objects = new CachingObjectStore(bucket, warm(), Host.system());
    try (TuskStore store = TuskStore.create(objects, Host.system())) {
      store.transact(
          new Operation("create repo", "a"),
          tx -> {
            RepoChanges.create(tx, repo("a"), "");
            return null;
          });
      content.accept(store);
    }
  }

  static void putFile(TuskStore store, String path, byte[] content) {
    try (FileWrite write = FileWrite.over(store, store.opened(), branch(BRANCH))) {
      write.put(new FilePath(path), new ByteArrayInputStream(content));
      write.commit(branch(BRANCH), new Operation("put file", path), "");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static FileSet files(TuskStore store) {
    Catalog catalog = store.opened().catalog();
    Branch head = catalog.branch(branch(BRANCH)).orElseThrow();
    return catalog.requireCommit(repo("a"), head.head()).files();
  }

  /** As among a million: {@link OneFileAmongMillionTest}. */
  @Test
  void aCommitOfOneFile() {
    int among = 1_000;
    Random random = new Random(SEED);
    fill(
        store ->
            store.transact(
                new Operation("put file", "a"),
                tx ->
                    CommitChanges.commit(
                        tx,
                        branch(BRANCH),
                        "",
                        base -> ManyFiles.of(among, store, base, tx, random))));
    for (int i = 0; i < 20; i++) {
      String path = ManyFiles.path(random.nextInt(among)) + "-new";
      byte[] content = new byte[100 + i];
      ObjectStoreCounts cost = process(warm(), store -> putFile(store, path, content));
      assertFew("commit " + i + ", seed " + SEED, cost);
    }
  }

  /** Reads: the newest record and the first one; then whether there is a newer one, and after. */
  static void assertFew(String commit, ObjectStoreCounts cost) {
    assertThat(cost)
        .as(commit)
        .isEqualTo(new ObjectStoreCounts(2, 1, 1, 1, 2, 0, cost.bytesRead(), cost.bytesWritten()));
    assertThat(cost.bytesRead()).as(commit).isLessThan(2_000);
  }

  @Test
  void aListingOfRepositories() {
    fill(store -> {});
    Consumer<TuskStore> list =
        store -> assertThat(store.opened().catalog().repos()).toIterable().hasSize(1);
    ObjectStoreCounts cold = process(CacheSettings.OFF, list);
    assertThat(cold.reads()).as("two records, the tree's block").isEqualTo(3);
    assertThat(cold.lists()).isEqualTo(1);
    ObjectStoreCounts warm = process(warm(), list);
    assertThat(warm.reads()).isEqualTo(2);
    assertThat(warm.operations()).isEqualTo(3);
  }

  @Test
  void aListingOfTenThousandFiles() {
    Random random = new Random(SEED);
    fill(
        store ->
            store.transact(
                new Operation("put file", "a"),
                tx ->
                    CommitChanges.commit(
                        tx,
                        branch(BRANCH),
                        "",
                        base -> ManyFiles.of(10_000, store, base, tx, random))));
    Consumer<TuskStore> list =
        store ->
            assertThat(store.files().walk(files(store), FilePath.ROOT))
                .toIterable()
                .hasSize(10_000);
    ObjectStoreCounts cold = process(CacheSettings.OFF, list);
    assertThat(cold.reads()).as("%s", cold).isLessThanOrEqualTo(6);
    ObjectStoreCounts warm = process(warm(), list);
    assertThat(warm.reads()).isEqualTo(2);
    assertThat(warm.operations()).isEqualTo(3);
  }

  @Test
  void theContentOfTenThousandFilesThatLieTogether() {
    fill(
        store ->
            StoreFixture.write(
                store,
                BRANCH,
                write -> {
                  for (int i = 0; i < 10_000; i++) {
                    StoreFixture.put(write, ManyFiles.path(i), "content " + i + ".".repeat(400));
                  }
                }));
    ObjectStoreCounts cold =
        process(
            CacheSettings.OFF,
            store ->
                assertThat(StoreFixture.content(store, files(store)))
                    .hasSize(10_000)
                    .containsEntry("/d009/f009999", "content 9999" + ".".repeat(400)));
    assertThat(cold.reads()).as("%s", cold).isLessThanOrEqualTo(16);
    assertThat(cold.bytesRead()).as("%s", cold).isLessThan(8 << 20);
  }

  @Test
  void aFileOfAHundredMebibytes() {
    byte[] content = new byte[100 << 20];
    new Random(SEED).nextBytes(content);
    fill(store -> putFile(store, "/large", content));
    ObjectStoreCounts cold =
        process(
            CacheSettings.OFF,
            store -> {
              FileEntry large =
                  (FileEntry)
                      store.files().find(files(store), new FilePath("/large")).orElseThrow();
              try (InputStream in = store.files().open(large)) {
                assertThat(Arrays.equals(in.readAllBytes(), content)).isTrue();
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });
    assertThat(cold.reads()).as("%s", cold).isLessThanOrEqualTo(50);
    assertThat(cold.bytesRead()).as("%s", cold).isLessThan(112 << 20);
  }

  /** Ranges that were read, and those of them that were not announced before. */
  private static final class Announced extends ForwardingObjectStore {
    private final Set<String> announced = new HashSet<>();
    private int reads;
    private int unannounced;

    Announced(ObjectStore store) {
      super(store);
    }

    @Override
    public void prefetch(String key, long offset, int length) {
      announced.add(key + " " + offset + " " + length);
    }

    @Override
    public Optional<byte[]> read(String key, long offset, int length) {
      reads++;
      unannounced += announced.remove(key + " " + offset + " " + length) ? 0 : 1;
      return super.read(key, offset, length);
    }
  }

  /** So that the requests for them are made beside each other. */
  @Test
  void aWalkAnnouncesNodesThatAreStrewnOverPacks() {
    Random random = new Random(SEED);
    fill(
        store -> {
          store.transact(
              new Operation("put file", "a"),
              tx ->
                  CommitChanges.commit(
                      tx,
                      branch(BRANCH),
                      "",
                      base -> ManyFiles.of(50_000, store, base, tx, random)));
          for (int i = 0; i < 200; i++) {
            String path = ManyFiles.path(random.nextInt(50_000));
            StoreFixture.write(store, BRANCH, write -> StoreFixture.put(write, path, "new"));
          }
        });
    Announced announced = new Announced(bucket);
    try (TuskStore store = TuskStore.open(announced, Host.system())) {
      FileSet files = files(store);
      int before = announced.unannounced;
      assertThat(store.files().walk(files, FilePath.ROOT)).toIterable().hasSize(50_000);
      assertThat(announced.reads).isGreaterThan(300);
      assertThat(announced.unannounced - before).isLessThan(announced.reads / 5);
      assertThat(announced.announced).as("what nobody read").isEmpty();
    }
  }
}
