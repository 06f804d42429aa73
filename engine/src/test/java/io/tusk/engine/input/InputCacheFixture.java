/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.input;

import static org.assertj.core.api.Assertions.assertThat;

import io.tusk.chunks.ChunkParameters;
import io.tusk.files.FileEntry;
import io.tusk.files.FileSets;
import io.tusk.host.CacheBound;
import io.tusk.host.TemporaryDirectory;
import io.tusk.host.TemporaryName;
import io.tusk.objects.CountingObjectStore;
import io.tusk.objects.MemoryObjectStore;
import io.tusk.pieces.PackWriter;
import io.tusk.pieces.PieceReader;
import io.tusk.tree.TreeParameters;
import io.tusk.tree.Trees;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;

/** Files in memory, and what keeps them. */
abstract class InputCacheFixture {
  static final int SIZE = 3 << 20;
  static final CacheBound ROOMY = bound(100L * SIZE);

  final CountingObjectStore store = new CountingObjectStore(new MemoryObjectStore());
  final FileSets files =
      new FileSets(
          new Trees(new PieceReader(store), TreeParameters.DEFAULT), ChunkParameters.DEFAULT);
  final ExecutorService threads = Executors.newCachedThreadPool();
  InputCache cache = new InputCache(files, ROOMY);

  static CacheBound bound(long bytes) {
    return new CacheBound(OptionalLong.of(bytes), bytes);
  }

  @AfterEach
  void end() throws IOException {
    threads.shutdownNow();
    cache.close();
    assertThat(directories()).isEmpty();
  }

  void bounded(long bytes) {
    cache = new InputCache(files, bound(bytes));
  }

  static byte[] data(long seed, int size) {
    byte[] data = new byte[size];
    new Random(seed).nextBytes(data);
    return data;
  }

  FileEntry write(byte[] data) {
    try (PackWriter out = new PackWriter(store)) {
      FileEntry file = files.write(new ByteArrayInputStream(data), out);
      out.flush();
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Those of this process. */
  static List<Path> directories() throws IOException {
    try (Stream<Path> all = Files.list(TemporaryDirectory.own())) {
      return all.filter(
              path -> path.getFileName().toString().startsWith(TemporaryName.prefix("inputs")))
          .toList();
    }
  }

  static List<Path> kept() throws IOException {
    List<Path> directories = directories();
    assertThat(directories).hasSizeLessThan(2);
    if (directories.isEmpty()) {
      return List.of();
    }
    try (Stream<Path> all = Files.list(directories.get(0))) {
      return all.toList();
    }
  }

  void assertReads(FileEntry file, byte[] data) {
    try (InputStream in = cache.open(file)) {
      assertThat(Arrays.equals(in.readAllBytes(), data)).isTrue();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** How many bytes of {@code file} the store is asked for when all of it is read. */
  long fetched(FileEntry file, byte[] data) {
    long before = store.counts().bytesRead();
    assertReads(file, data);
    return store.counts().bytesRead() - before;
  }

  byte[] copy(FileEntry file, AtomicBoolean stopped) throws IOException {
    try (InputStream in = cache.openToCopy(file, stopped::get)) {
      return in.readAllBytes();
    }
  }

  static void assertWaits(Future<?> waiting) throws Exception {
    try {
      waiting.get(200, TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      return;
    }
    throw new AssertionError("it did not wait");
  }
}
