/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.chunks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Nothing here may hang. */
@Timeout(value = 300, unit = TimeUnit.SECONDS, threadMode = ThreadMode.SEPARATE_THREAD)
class ChunkPipeTest {
  private static final ChunkParameters PARAMETERS = new ChunkParameters(1_000, 4_096, 40_000);

  private static byte[] data(long seed, int length) {
    byte[] data = new byte[length];
    new SplittableRandom(seed).nextBytes(data);
    return data;
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 40_000, 65_536, 65_537, 300_000, 9_000_000})
  void theSinkGetsAllChunksInOrder(int length) throws IOException {
    byte[] data = data(length, length);
    List<Integer> expected = new ArrayList<>();
    new Chunker(PARAMETERS)
        .split(new ByteArrayInputStream(data), (buffer, offset, size) -> expected.add(size));
    Chunker chunker = new Chunker(PARAMETERS);
    for (int round = 0; round < 3; round++) {
      ByteArrayOutputStream copy = new ByteArrayOutputStream();
      List<Integer> sizes = new ArrayList<>();
      try (ChunkPipe pipe =
          new ChunkPipe(
              (buffer, offset, size) -> {
                copy.write(buffer, offset, size);
                sizes.add(size);
              })) {
        assertThat(chunker.split(new ByteArrayInputStream(data), pipe)).isEqualTo(length);
        pipe.finish();
      }
      assertThat(sizes).as("seed %d", length).isEqualTo(expected);
      assertThat(copy.toByteArray()).as("seed %d", length).isEqualTo(data);
    }
  }

  @Test
  void aSmallFileIsHandedOnByTheCallerAndALargeOneByOneOther() throws IOException {
    assertThat(threads(60_000)).containsExactly(Thread.currentThread());
    Set<Thread> threads = threads(9_000_000);
    threads.remove(Thread.currentThread());
    assertThat(threads)
        .isNotEmpty()
        .allMatch(thread -> thread.isDaemon() && thread.getName().equals("tusk-chunks"));
  }

  private static Set<Thread> threads(int length) throws IOException {
    Set<Thread> threads = new HashSet<>();
    try (ChunkPipe pipe =
        new ChunkPipe((buffer, offset, size) -> threads.add(Thread.currentThread()))) {
      new Chunker(PARAMETERS).split(new ByteArrayInputStream(data(1, length)), pipe);
      pipe.finish();
    }
    return threads;
  }

  @Test
  void twoLargeBuffersServeAFileOfAnySize() throws IOException {
    Set<byte[]> buffers = Collections.newSetFromMap(new IdentityHashMap<>());
    try (ChunkPipe pipe = new ChunkPipe((buffer, offset, size) -> buffers.add(buffer))) {
      new Chunker(PARAMETERS).split(new ByteArrayInputStream(data(2, 40 << 20)), pipe);
      pipe.finish();
    }
    assertThat(buffers.stream().filter(buffer -> buffer.length == 2 << 20)).hasSize(2);
    assertThat(buffers).hasSizeLessThan(10);
  }

  @Test
  void readingGoesOnWhileTheSinkIsBusy() throws IOException {
    CountDownLatch readOn = new CountDownLatch(1);
    InputStream in =
        new ByteArrayInputStream(data(3, 4 << 20)) {
          @Override
          public synchronized int read(byte[] to, int offset, int length) {
            if (pos > 60_000) {
              readOn.countDown();
            }
            return super.read(to, offset, length);
          }
        };
    try (ChunkPipe pipe = new ChunkPipe((buffer, offset, size) -> await(readOn))) {
      new Chunker(PARAMETERS).split(in, pipe);
      pipe.finish();
    }
    assertThat(readOn.getCount()).isZero();
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1_000, 9_000_000})
  void theFailureOfTheSinkEndsTheWrite(int length) {
    for (Throwable failure :
        List.of(
            new IOException("the sink broke"),
            new IllegalStateException("the sink has a bug"),
            new StackOverflowError("too deep"))) {
      AtomicInteger calls = new AtomicInteger();
      assertThatThrownBy(
              () -> {
                try (ChunkPipe pipe =
                    new ChunkPipe(
                        (buffer, offset, size) -> {
                          calls.incrementAndGet();
                          raise(failure);
                        })) {
                  new Chunker(PARAMETERS).split(new ByteArrayInputStream(data(4, length)), pipe);
                  pipe.finish();
                }
              })
          .isSameAs(failure);
      assertThat(calls).hasValue(1);
    }
  }

  private static void raise(Throwable failure) throws IOException {
    if (failure instanceof IOException io) {
      throw io;
    }
    if (failure instanceof Error error) {
      throw error;
    }
    throw (RuntimeException) failure;
  }

  @Test
  void afterCloseTheSinkIsNotCalled() {
    AtomicInteger calls = new AtomicInteger();
    AtomicInteger running = new AtomicInteger();
    InputStream broken =
        new InputStream() {
          private int left = 3 << 20;

          @Override
          public int read() {
            throw new AssertionError("one byte at a time");
          }

          @Override
          public int read(byte[] to, int offset, int length) throws IOException {
            left -= length;
            if (left < 0) {
              throw new IOException("the source broke");
            }
            return length;
          }
        };
    assertThatThrownBy(
            () -> {
              try (ChunkPipe pipe =
                  new ChunkPipe(
                      (buffer, offset, size) -> {
                        running.incrementAndGet();
                        calls.incrementAndGet();
                        running.decrementAndGet();
                      })) {
                new Chunker(PARAMETERS).split(broken, pipe);
              }
            })
        .isInstanceOf(IOException.class)
        .hasMessage("the source broke");
    assertThat(running).hasValue(0);
    assertThat(calls.get()).isPositive();
  }

  @Test
  void anInterruptedThreadFinishesAndStaysInterrupted() throws IOException {
    byte[] data = data(5, 9_000_000);
    ByteArrayOutputStream copy = new ByteArrayOutputStream();
    Thread.currentThread().interrupt();
    try (ChunkPipe pipe = new ChunkPipe(copy::write)) {
      new Chunker(PARAMETERS).split(new ByteArrayInputStream(data), pipe);
      pipe.finish();
    }
    assertThat(Thread.interrupted()).isTrue();
    assertThat(copy.toByteArray()).isEqualTo(data);
  }
}
