/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.objects.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tusk.error.ErrorCode;
import io.tusk.error.TuskException;
import io.tusk.host.Host;
import io.tusk.objects.CountingObjectStore;
import io.tusk.objects.FaultyObjectStore;
import io.tusk.objects.ForwardingObjectStore;
import io.tusk.objects.MemoryObjectStore;
import io.tusk.objects.ObjectStore;
import io.tusk.objects.ObjectStoreConformance;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CachingObjectStoreTest extends ObjectStoreConformance {
  static final Sizes SIZES = new Sizes(1 << 10, 16 << 10, 8 << 10, 32 << 10, 256 << 10);
  static final String PACK = "packs/ab/ab" + "0".repeat(62);

  @TempDir private Path directory;

  private final MemoryObjectStore behind = new MemoryObjectStore();
  private final CountingObjectStore counting = new CountingObjectStore(behind);

  private CacheSettings settings() {
    return new CacheSettings(Optional.of(directory.resolve("cache")), OptionalLong.of(64 << 20));
  }

  private CachingObjectStore over(ObjectStore store) {
    return new CachingObjectStore(store, settings(), Host.system(), SIZES);
  }

  @Override
  protected ObjectStore newStore() {
    return over(new MemoryObjectStore());
  }

  private byte[] pack(int length) {
    byte[] content = new byte[length];
    new Random(length).nextBytes(content);
    behind.put(PACK, content);
    return content;
  }

  private long requests() {
    return counting.counts().reads();
  }

  @Test
  void aBlockIsReadOnceWhoeverOpensTheStore() {
    byte[] content = pack(10_000);
    try (ObjectStore cache = over(counting)) {
      assertThat(cache.read(PACK, 5_000, 8)).hasValue(Arrays.copyOfRange(content, 5_000, 5_008));
      assertThat(cache.read(PACK, 5_100, 8)).hasValue(Arrays.copyOfRange(content, 5_100, 5_108));
    }
    try (ObjectStore cache = over(counting)) {
      assertThat(cache.read(PACK, 4_096, 8)).hasValue(Arrays.copyOfRange(content, 4_096, 4_104));
    }
    assertThat(requests()).isEqualTo(1);
    assertThat(counting.counts().bytesRead()).isEqualTo(SIZES.block());
  }

  @Test
  void rangesEndWhereThePackEnds() {
    byte[] content = pack(2_500);
    for (int round = 0; round < 2; round++) {
      try (ObjectStore cache = over(counting)) {
        assertThat(cache.read(PACK, 2_400, 500))
            .hasValue(Arrays.copyOfRange(content, 2_400, 2_500));
        assertThat(cache.read(PACK, 0, 60 << 20)).hasValue(content);
        assertThat(cache.read(PACK, 2_500, 1)).hasValue(new byte[0]);
        assertThat(cache.read(PACK, 9_999, 7)).hasValue(new byte[0]);
        assertThat(cache.read(PACK, 7, 0)).hasValue(new byte[0]);
        assertThat(cache.read(PACK, Long.MAX_VALUE, Integer.MAX_VALUE)).hasValue(new byte[0]);
        assertThat(cache.read(PACK, 0, Integer.MAX_VALUE)).hasValue(content);
      }
    }
  }

  @Test
  void aPackThatEndsWithABlockHasNoMore() {
    byte[] content = pack(2 * SIZES.block());
    try (ObjectStore cache = over(counting)) {
      assertThat(cache.read(PACK, 1_024, 1_025))
          .hasValue(Arrays.copyOfRange(content, 1_024, 2_048));
      assertThat(cache.read(PACK, 2_048, 10)).hasValue(new byte[0]);
    }
  }

  @Test
  void absenceIsNotRemembered() {
    try (ObjectStore cache = over(counting)) {
      assertThat(cache.read(PACK, 0, 10)).isEmpty();
      assertThat(cache.read(PACK, 0, 0)).isEmpty();
      byte[] content = pack(100);
      assertThat(cache.read(PACK, 0, 10)).hasValue(Arrays.copyOf(content, 10));
    }
  }

  @Test
  void onlyPacksAreKept() {
    try (ObjectStore cache = over(counting)) {
      for (String key : List.of("log/a", PACK + ".forward", "packs/ab/xy", "jobs/" + PACK)) {
        cache.put(key, new byte[] {1, 2});
        assertThat(cache.read(key, 0, 2)).hasValue(new byte[] {1, 2});
        behind.put(key, new byte[] {3, 4});
        assertThat(cache.read(key, 0, 2)).hasValue(new byte[] {3, 4});
      }
    }
  }

  @Test
  void whatWasPutIsThereWithoutARequest() {
    byte[] content = pack(9_000);
    List<ByteBuffer> parts =
        List.of(ByteBuffer.wrap(content, 0, 4_000), ByteBuffer.wrap(content, 4_000, 5_000));
    try (ObjectStore cache = over(counting)) {
      cache.put(PACK, parts);
      assertThat(parts.get(1).position()).isEqualTo(4_000);
    }
    try (ObjectStore cache = over(counting)) {
      assertThat(cache.read(PACK, 10, 8_990)).hasValue(Arrays.copyOfRange(content, 10, 9_000));
    }
    assertThat(requests()).isZero();
    assertThat(counting.counts().puts()).isEqualTo(1);
  }

  @Test
  void whatCouldNotBePutIsNotKept() {
    FaultyObjectStore full =
        new FaultyObjectStore(behind, 1).mode(FaultyObjectStore.Mode.READ_ONLY);
    try (ObjectStore cache = over(full)) {
      assertThatThrownBy(() -> cache.put(PACK, new byte[100])).isInstanceOf(TuskException.class);
      assertThat(cache.read(PACK, 0, 10)).isEmpty();
    }
  }

  @Test
  void rereadPassesTheCacheByAndForgets() {
    byte[] content = pack(3_000);
    FaultyObjectStore faulty = new FaultyObjectStore(counting, 1).flipping(PACK, 1_500);
    try (ObjectStore cache = over(faulty)) {
      byte[] altered = cache.read(PACK, 0, 3_000).orElseThrow();
      assertThat(altered).isNotEqualTo(content);
      faulty.calm();
      assertThat(cache.read(PACK, 0, 3_000)).hasValue(altered);
      assertThat(cache.reread(PACK, 1_400, 200))
          .hasValue(Arrays.copyOfRange(content, 1_400, 1_600));
      assertThat(cache.read(PACK, 0, 3_000)).hasValue(content);
    }
    try (ObjectStore cache = over(counting)) {
      assertThat(cache.read(PACK, 0, 3_000)).hasValue(content);
    }
  }

  @Test
  void readersOfABlockShareARequest() throws Exception {
    byte[] content = pack(1_000);
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch answer = new CountDownLatch(1);
    ObjectStore slow =
        new ForwardingObjectStore(counting) {
          @Override
          public Optional<byte[]> read(String key, long offset, int length) {
            asked.countDown();
            try {
              answer.await();
            } catch (InterruptedException e) {
              throw new AssertionError(e);
            }
            return super.read(key, offset, length);
          }
        };
    ExecutorService readers = Executors.newFixedThreadPool(8);
    try (ObjectStore cache = over(slow)) {
      List<Future<Optional<byte[]>>> reads = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        int offset = i;
        reads.add(readers.submit(() -> cache.read(PACK, offset, 100)));
      }
      asked.await();
      answer.countDown();
      for (int i = 0; i < 8; i++) {
        assertThat(reads.get(i).get()).hasValue(Arrays.copyOfRange(content, i, i + 100));
      }
    } finally {
      readers.shutdownNow();
    }
    assertThat(requests()).isEqualTo(1);
  }

  @Test
  void aThreadThatIsInterruptedReadsToTheEnd() {
    byte[] content = pack(60 * SIZES.block());
    try (ObjectStore cache = over(counting)) {
      Thread.currentThread().interrupt();
      assertThat(cache.read(PACK, 0, content.length)).hasValue(content);
      assertThat(Thread.interrupted()).isTrue();
    }
  }

  @Test
  void whatFailsForAnotherIsAskedForAgain() throws Exception {
    byte[] content = pack(1_000);
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch answer = new CountDownLatch(1);
    ObjectStore failsFirst =
        new ForwardingObjectStore(behind) {
          @Override
          public Optional<byte[]> read(String key, long offset, int length) {
            if (asked.getCount() == 0) {
              return super.read(key, offset, length);
            }
            asked.countDown();
            try {
              answer.await();
            } catch (InterruptedException e) {
              throw new AssertionError(e);
            }
            throw new TuskException(ErrorCode.INTERRUPTED, "the first reader was interrupted");
          }
        };
    ExecutorService readers = Executors.newFixedThreadPool(2);
    try (ObjectStore cache = over(failsFirst)) {
      Future<Optional<byte[]>> first = readers.submit(() -> cache.read(PACK, 0, 100));
      asked.await();
      Future<Optional<byte[]>> second = readers.submit(() -> cache.read(PACK, 0, 100));
      answer.countDown();
      assertThat(second.get()).hasValue(Arrays.copyOf(content, 100));
      assertThatThrownBy(first::get).hasRootCauseMessage("the first reader was interrupted");
    } finally {
      readers.shutdownNow();
    }
  }

  @Test
  void whatFailsAheadOfTimeIsAskedForAgain() {
    byte[] content = pack(20_000);
    FaultyObjectStore faulty = new FaultyObjectStore(behind, 7);
    try (ObjectStore cache = over(faulty)) {
      assertThat(cache.read(PACK, 0, 100)).hasValue(Arrays.copyOf(content, 100));
      faulty.failing(FaultyObjectStore.Call.READ, 1);
      assertThatThrownBy(() -> cache.read(PACK, 1_100, 100))
          .isInstanceOf(TuskException.class)
          .hasMessage("store memory failed to READ '" + PACK + "' as it was told to");
      faulty.calm();
      for (int at = 0; at < 20_000; at += 500) {
        assertThat(cache.read(PACK, at, 500)).hasValue(Arrays.copyOfRange(content, at, at + 500));
      }
    }
  }

  @Test
  void whoGoesThroughAPackMakesFewRequests() {
    byte[] content = pack(200 * SIZES.block() - 7);
    try (ObjectStore cache = over(counting)) {
      for (int at = 0; at < content.length; at += 100) {
        int to = Math.min(content.length, at + 100);
        assertThat(cache.read(PACK, at, to - at)).hasValue(Arrays.copyOfRange(content, at, to));
      }
    }
    assertThat(requests()).isLessThanOrEqualTo(18);
    assertThat(counting.counts().bytesRead()).isEqualTo(content.length);
  }

  @Test
  void aLargeReadIsMadeInPartsOfEqualSize() {
    byte[] content = pack(100 * SIZES.block() - 7);
    try (ObjectStore cache = over(counting)) {
      int length = 40 * SIZES.block();
      assertThat(cache.read(PACK, 0, length)).hasValue(Arrays.copyOf(content, length));
      assertThat(cache.read(PACK, length, content.length - length))
          .hasValue(Arrays.copyOfRange(content, length, content.length));
    }
    assertThat(requests()).as("of 13 or 14 blocks each").isBetween(6L, 8L);
    assertThat(counting.counts().bytesRead()).isEqualTo(content.length);
  }
}
