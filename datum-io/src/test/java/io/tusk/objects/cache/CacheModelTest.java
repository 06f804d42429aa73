/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.objects.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.tusk.host.Host;
import io.tusk.objects.MemoryObjectStore;
import io.tusk.objects.ObjectStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Caches on one directory, whose files are damaged meanwhile, against a plain map. */
class CacheModelTest {
  private static final int STEPS = 700;
  private static final int CACHES = 3;
  private static final long BOUND = 64 * 6 * 1_100;

  @TempDir private Path directory;

  private final MemoryObjectStore behind = new MemoryObjectStore();
  private final Map<String, byte[]> model = new TreeMap<>();
  private final List<ObjectStore> caches = new ArrayList<>();

  private ObjectStore open() {
    CacheSettings settings = new CacheSettings(Optional.of(directory), OptionalLong.of(BOUND));
    return new CachingObjectStore(behind, settings, Host.system(), CachingObjectStoreTest.SIZES);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void whatIsReadIsWhatWasPut(long seed) throws IOException {
    Random random = new Random(seed);
    for (int i = 0; i < CACHES; i++) {
      caches.add(open());
    }
    for (int step = 0; step < STEPS; step++) {
      String what = "seed " + seed + ", step " + step;
      int cache = random.nextInt(CACHES);
      switch (random.nextInt(20)) {
        case 0, 1 -> put(random, caches.get(cache));
        case 2 -> damage(random);
        case 3 -> {
          caches.get(cache).close();
          caches.set(cache, open());
        }
        case 4 -> delete(random);
        case 5 -> reread(random, caches.get(cache), what);
        default -> read(random, caches.get(cache), what);
      }
      if (step % 50 == 0) {
        assertThat(bytesKept()).as(what).isLessThanOrEqualTo(BOUND);
      }
    }
    caches.forEach(ObjectStore::close);
  }

  @ParameterizedTest
  @ValueSource(longs = {11, 12})
  void threadsReadWhatWasPut(long seed) throws Exception {
    Random random = new Random(seed);
    for (int i = 0; i < CACHES; i++) {
      caches.add(open());
    }
    for (int i = 0; i < 6; i++) {
      put(random, behind);
    }
    ExecutorService threads = Executors.newFixedThreadPool(6);
    try {
      List<Future<?>> readers = new ArrayList<>();
      for (int i = 0; i < 6; i++) {
        Random own = new Random(seed * 31 + i);
        ObjectStore cache = caches.get(i % CACHES);
        String what = "seed " + seed + ", reader " + i;
        Callable<Void> reader =
            () -> {
              for (int step = 0; step < STEPS / 2; step++) {
                read(own, cache, what);
                if (step % 50 == 0) {
                  damage(own);
                }
              }
              return null;
            };
        readers.add(threads.submit(reader));
      }
      for (Future<?> reader : readers) {
        reader.get();
      }
    } finally {
      threads.shutdownNow();
      caches.forEach(ObjectStore::close);
    }
  }

  private void put(Random random, ObjectStore store) {
    String key = String.format("packs/00/%064x", model.size());
    byte[] content = new byte[random.nextInt(random.nextInt(10) == 0 ? 100_000 : 6_000)];
    random.nextBytes(content);
    store.put(key, content);
    model.put(key, content);
  }

  /** What is deleted is empty in the model; caches may have it still. */
  private void delete(Random random) {
    if (!model.isEmpty() && random.nextInt(4) == 0) {
      behind.delete(any(random));
    }
  }

  private String any(Random random) {
    return String.format("packs/00/%064x", random.nextInt(model.size()));
  }

  private void read(Random random, ObjectStore cache, String what) {
    if (model.isEmpty()) {
      return;
    }
    String key = any(random);
    byte[] content = model.get(key);
    int at = random.nextInt(content.length + 100);
    // A reader that goes on for a while, so that something is read ahead.
    int reads = 1 + random.nextInt(4);
    int length = random.nextInt(random.nextInt(5) == 0 ? 40_000 : 1_500);
    for (int i = 0; i < reads; i++) {
      Optional<byte[]> found = cache.read(key, at, length);
      if (found.isEmpty()) {
        assertThat(behind.size(key)).as(what).isEmpty();
      } else {
        assertThat(found.get()).as(what).isEqualTo(range(content, at, length));
      }
      at += length;
    }
  }

  private void reread(Random random, ObjectStore cache, String what) {
    if (!model.isEmpty()) {
      String key = any(random);
      int at = random.nextInt(model.get(key).length + 100);
      int length = random.nextInt(5_000);
      Optional<byte[]> found = cache.reread(key, at, length);
      assertThat(found.isPresent()).as(what).isEqualTo(behind.size(key).isPresent());
      found.ifPresent(
          bytes -> assertThat(bytes).as(what).isEqualTo(range(model.get(key), at, length)));
    }
  }

  private static byte[] range(byte[] content, int at, int length) {
    int from = Math.min(at, content.length);
    return Arrays.copyOfRange(content, from, Math.min(content.length, from + length));
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> found = Files.walk(directory)) {
      return found.filter(Files::isRegularFile).toList();
    } catch (UncheckedIOException e) {
      return List.of();
    }
  }

  private long bytesKept() throws IOException {
    long bytes = 0;
    for (Path file : files()) {
      try {
        bytes += Files.size(file);
      } catch (NoSuchFileException e) {
        // Pushed out meanwhile by what is read ahead.
      }
    }
    return bytes;
  }

  /** Flips, cuts, mixes up or removes files of the cache. */
  private void damage(Random random) throws IOException {
    List<Path> files = files();
    for (int i = 0; i < 3 && !files.isEmpty(); i++) {
      Path file = files.get(random.nextInt(files.size()));
      try {
        byte[] bytes = Files.readAllBytes(file);
        switch (random.nextInt(5)) {
          case 0 -> {
            if (bytes.length > 0) {
              bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
              Files.write(file, bytes);
            }
          }
          case 1 -> Files.write(file, Arrays.copyOf(bytes, random.nextInt(bytes.length + 1)));
          case 2 -> Files.write(files.get(random.nextInt(files.size())), bytes);
          case 3 -> Files.write(file, Arrays.copyOf(bytes, bytes.length + 1));
          default -> Files.deleteIfExists(file);
        }
      } catch (NoSuchFileException e) {
        // Pushed out by a reader meanwhile.
      }
    }
  }
}
