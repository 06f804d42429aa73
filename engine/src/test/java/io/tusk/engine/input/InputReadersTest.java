/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tusk.files.FileEntry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class InputReadersTest extends InputCacheFixture {
  @Test
  void othersWaitForWhoCopies() throws Exception {
    byte[] data = data(40, SIZE);
    FileEntry file = write(data);
    assertReads(file, data);
    long before = store.counts().bytesRead();
    Future<byte[]> waiting;
    try (InputStream copying = cache.openToCopy(file, () -> false)) {
      byte[] start = copying.readNBytes(10);
      waiting = threads.submit(() -> copy(file, new AtomicBoolean()));
      assertWaits(waiting);
      assertThat(copying.readAllBytes()).hasSize(SIZE - start.length);
    }
    assertThat(waiting.get()).isEqualTo(data);
    assertThat(store.counts().bytesRead() - before).isLessThan(2L * SIZE);
  }

  @Test
  void whoIsStoppedOrInterruptedWaitsNoMore() throws Exception {
    byte[] data = data(41, SIZE);
    FileEntry file = write(data);
    assertReads(file, data);
    AtomicBoolean stopped = new AtomicBoolean();
    try (InputStream copying = cache.openToCopy(file, () -> false)) {
      assertThat(copying.read()).isEqualTo(Byte.toUnsignedInt(data[0]));
      Future<byte[]> waiting = threads.submit(() -> copy(file, stopped));
      assertWaits(waiting);
      stopped.set(true);
      assertThat(waiting.get()).isEqualTo(data);

      Callable<Boolean> interrupted =
          () -> {
            Thread.currentThread().interrupt();
            return Arrays.equals(copy(file, new AtomicBoolean()), data) && Thread.interrupted();
          };
      assertThat(threads.submit(interrupted).get()).isTrue();
    }
  }

  @Test
  void theNextFillsWhatACopyLeft() throws Exception {
    byte[] data = data(42, SIZE);
    FileEntry file = write(data);
    assertReads(file, data);
    Future<byte[]> waiting;
    try (InputStream copying = cache.openToCopy(file, () -> false)) {
      assertThat(copying.read()).isEqualTo(Byte.toUnsignedInt(data[0]));
      waiting = threads.submit(() -> copy(file, new AtomicBoolean()));
      assertWaits(waiting);
    }
    assertThat(waiting.get()).isEqualTo(data);
    assertReads(file, data);
    assertThat(fetched(file, data)).isZero();
  }

  @Test
  void nobodyWaitsForWhoReadsAtLeisure() throws IOException {
    byte[] data = data(43, SIZE);
    FileEntry file = write(data);
    assertReads(file, data);
    try (InputStream leisurely = cache.open(file)) {
      assertThat(leisurely.read()).isEqualTo(Byte.toUnsignedInt(data[0]));
      assertThat(copy(file, new AtomicBoolean())).isEqualTo(data);
      assertThat(fetched(file, data)).isPositive();
    }
  }

  @Test
  void whoReadsWhileItIsClosedReadsOn() throws IOException {
    byte[] data = data(50, SIZE);
    FileEntry file = write(data);
    assertReads(file, data);
    assertReads(file, data);
    byte[] more = data(51, SIZE);
    FileEntry other = write(more);
    assertReads(other, more);
    try (InputStream kept = cache.open(file);
        InputStream filling = cache.open(other)) {
      assertThat(kept.read()).isEqualTo(Byte.toUnsignedInt(data[0]));
      assertThat(filling.read()).isEqualTo(Byte.toUnsignedInt(more[0]));
      cache.close();
      assertThat(directories()).isEmpty();
      assertThat(kept.readAllBytes()).isEqualTo(Arrays.copyOfRange(data, 1, SIZE));
      assertThat(filling.readAllBytes()).isEqualTo(Arrays.copyOfRange(more, 1, SIZE));
    }
    assertThat(fetched(file, data)).isPositive();
  }

  @Test
  void manyThreadsReadWhatTheStoreHas() throws Exception {
    int count = 8;
    long most = 3L * SIZE;
    bounded(most);
    List<byte[]> data =
        IntStream.range(0, count).mapToObj(i -> data(100 + i, SIZE - i * 200_000)).toList();
    List<FileEntry> all = data.stream().map(this::write).toList();
    List<Future<Boolean>> readers =
        IntStream.range(0, 8)
            .mapToObj(seed -> threads.submit(() -> readAtRandom(seed, all, data)))
            .toList();
    for (Future<Boolean> reader : readers) {
      assertThat(reader.get()).isTrue();
    }
    long bytes = 0;
    for (Path path : kept()) {
      bytes += Files.size(path);
    }
    assertThat(bytes).isPositive().isLessThanOrEqualTo(most);
    byte[] last = data(200, SIZE);
    FileEntry file = write(last);
    assertReads(file, last);
    assertReads(file, last);
    assertThat(fetched(file, last)).as("nothing is reserved any more").isZero();
  }

  private boolean readAtRandom(int seed, List<FileEntry> all, List<byte[]> data)
      throws IOException {
    Random random = new Random(seed);
    for (int i = 0; i < 60; i++) {
      int which = random.nextInt(all.size());
      FileEntry file = all.get(which);
      int length = random.nextInt(3) == 0 ? random.nextInt(SIZE / 4) : data.get(which).length;
      try (InputStream in =
          random.nextBoolean() ? cache.open(file) : cache.openToCopy(file, () -> false)) {
        byte[] read = in.readNBytes(length);
        if (!Arrays.equals(read, Arrays.copyOf(data.get(which), read.length))
            || read.length < length) {
          return false;
        }
      }
    }
    return true;
  }

  @Test
  void allButOneWaitAgainAfterACopyWasLeft() throws Exception {
    byte[] data = data(44, SIZE);
    FileEntry file = write(data);
    assertReads(file, data);
    List<Future<byte[]>> waiting;
    long before;
    try (InputStream copying = cache.openToCopy(file, () -> false)) {
      assertThat(copying.read()).isEqualTo(Byte.toUnsignedInt(data[0]));
      waiting =
          IntStream.range(0, 6)
              .mapToObj(i -> threads.submit(() -> copy(file, new AtomicBoolean())))
              .toList();
      for (Future<byte[]> one : waiting) {
        assertWaits(one);
      }
      before = store.counts().bytesRead();
    }
    for (Future<byte[]> one : waiting) {
      assertThat(one.get()).isEqualTo(data);
    }
    assertThat(store.counts().bytesRead() - before).isLessThan(2L * SIZE);
  }

  @Test
  void whoIsInterruptedReadsAndFillsAllTheSame() {
    byte[] data = data(45, SIZE);
    FileEntry file = write(data);
    assertReads(file, data);
    for (int i = 0; i < 2; i++) {
      Thread.currentThread().interrupt();
      assertReads(file, data);
      assertThat(Thread.interrupted()).isTrue();
    }
    assertThat(fetched(file, data)).isZero();
    byte[] more = data(46, SIZE);
    FileEntry other = write(more);
    assertReads(other, more);
    assertReads(other, more);
    assertThat(fetched(other, more)).isZero();
  }

  @Test
  void whatIsReadByTwoThreadsAtATimeIsNotKept() throws Exception {
    List<Filling.End> told = new ArrayList<>();
    ByteArrayOutputStream kept = new ByteArrayOutputStream();
    CountDownLatch firstReads = new CountDownLatch(1);
    CountDownLatch secondHasRead = new CountDownLatch(1);
    InputStream source =
        new InputStream() {
          private int next;

          @Override
          public int read() {
            int mine = next++;
            if (mine == 0) {
              firstReads.countDown();
              awaitUninterrupted(secondHasRead);
            }
            return mine;
          }

          @Override
          public int read(byte[] bytes, int offset, int length) {
            bytes[offset] = (byte) read();
            return 1;
          }
        };
    try (InputStream in =
        new FillingStream(source, new Filling(kept, 2, false, end -> told.add(end)))) {
      Future<Integer> first = threads.submit(() -> in.read());
      firstReads.await();
      assertThat(in.read()).isEqualTo(1);
      secondHasRead.countDown();
      assertThat(first.get()).isZero();
    }
    assertThat(told).containsExactly(Filling.End.LEFT);
  }

  @Test
  void anyThreadMayCloseItAndItEndsOnce() throws Exception {
    Queue<Filling.End> told = new ConcurrentLinkedQueue<>();
    CountDownLatch writes = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    OutputStream out =
        new OutputStream() {
          @Override
          public void write(int octet) {
            throw new AssertionError("a single byte");
          }

          @Override
          public void write(byte[] bytes, int offset, int length) {
            writes.countDown();
            awaitUninterrupted(goOn);
          }
        };
    Filling filling = new Filling(out, SIZE, false, told::add);
    Future<?> writer = threads.submit(() -> filling.write(new byte[SIZE], 0, SIZE));
    writes.await();
    Future<?> closer = threads.submit(filling::leave);
    assertWaits(closer);
    goOn.countDown();
    writer.get();
    closer.get();
    assertThat(told).containsExactly(Filling.End.WHOLE);
  }

  private static void awaitUninterrupted(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void whatIsNeverReadToItsEndPushesNothingOut() throws IOException {
    bounded(SIZE);
    byte[] whole = data(47, SIZE);
    byte[] heads = data(48, SIZE);
    FileEntry kept = write(whole);
    FileEntry archive = write(heads);
    for (int i = 0; i < 20; i++) {
      assertReads(kept, whole);
      try (InputStream in = cache.open(archive)) {
        assertThat(in.readNBytes(10)).isEqualTo(Arrays.copyOf(heads, 10));
      }
    }
    assertThat(fetched(kept, whole)).isZero();
    assertThat(copy(archive, new AtomicBoolean())).isEqualTo(heads);
    assertThat(fetched(archive, heads)).isZero();
  }

  @Test
  void whatIsCutWhileItIsReadIsReadOnFromTheStore() throws IOException {
    byte[] data = data(49, SIZE);
    FileEntry file = write(data);
    assertReads(file, data);
    assertReads(file, data);
    try (InputStream in = cache.open(file)) {
      byte[] start = in.readNBytes(10);
      try (FileChannel cut = FileChannel.open(kept().get(0), StandardOpenOption.WRITE)) {
        cut.truncate(1_000);
      }
      assertThat(in.skip(100)).isEqualTo(100);
      assertThat(start).isEqualTo(Arrays.copyOf(data, 10));
      assertThat(in.readAllBytes()).isEqualTo(Arrays.copyOfRange(data, 110, SIZE));
    }
  }

  @Test
  void itGivesWayAtOnceAndWhoReadsReadsOn() throws IOException {
    assertThat(cache.giveWay()).isFalse();
    cache = new InputCache(files, ROOMY);
    byte[] data = data(53, SIZE);
    byte[] more = data(54, SIZE);
    FileEntry file = write(data);
    FileEntry other = write(more);
    assertReads(file, data);
    assertReads(file, data);
    assertReads(other, more);
    try (InputStream kept = cache.open(file);
        InputStream filling = cache.openToCopy(other, () -> false)) {
      assertThat(kept.read()).isEqualTo(Byte.toUnsignedInt(data[0]));
      assertThat(filling.read()).isEqualTo(Byte.toUnsignedInt(more[0]));
      assertThat(kept()).hasSize(2);
      assertThat(cache.giveWay()).isTrue();
      assertThat(kept()).isEmpty();
      long before = store.counts().bytesRead();
      assertThat(kept.skip(10)).isEqualTo(10);
      assertThat(kept.readAllBytes()).isEqualTo(Arrays.copyOfRange(data, 11, SIZE));
      assertThat(store.counts().bytesRead()).isGreaterThan(before);
      assertThat(filling.readAllBytes()).isEqualTo(Arrays.copyOfRange(more, 1, SIZE));
    }
    assertThat(cache.giveWay()).isTrue();
    assertThat(fetched(file, data)).isPositive();
    assertThat(kept()).isEmpty();
  }

  @Test
  void itsStreamKeepsToTheRulesOfStreams() throws IOException {
    byte[] data = data(52, SIZE);
    FileEntry file = write(data);
    assertReads(file, data);
    assertReads(file, data);
    InputStream in = cache.open(file);
    assertThat(in.read(data, 0, 0)).isZero();
    assertThat(in.read()).isEqualTo(Byte.toUnsignedInt(data[0]));
    assertThat(in.available()).isEqualTo(SIZE - 1);
    assertThat(in.skip(-1)).isZero();
    assertThat(in.skip(SIZE)).isEqualTo(SIZE - 1);
    assertThat(in.read()).isEqualTo(-1);
    assertThat(in.skip(1)).isZero();
    in.close();
    assertThatThrownBy(in::read).hasMessage("the stream is closed");
  }
}
