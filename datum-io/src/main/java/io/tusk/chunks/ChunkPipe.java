/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.chunks;

import java.io.IOException;
import java.util.Arrays;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Hands the chunks of one file on to another sink, all and in order. Those of a file that does not
 * fit the first buffer are handed on by a second thread while the next ones are read and cut, so
 * that two buffers are in memory; the sink is never called by two threads at once.
 *
 * <p>{@link #finish} hands on the last ones. Failures of the sink are thrown by a later call than
 * the one whose chunk it refused. Once {@link #close} returned, the sink is not called any more.
 */
public final class ChunkPipe implements ChunkSink, AutoCloseable {
  private static final ExecutorService HELPERS =
      new ThreadPoolExecutor(
          0, Integer.MAX_VALUE, 5, TimeUnit.SECONDS, new SynchronousQueue<>(), ChunkPipe::helper);

  private final ChunkSink target;
  private Batch filling = new Batch();
  private Batch underWay;
  private Future<?> end;

  /** Chunks of one buffer. */
  private static final class Batch {
    private byte[] buffer;
    private int[] bounds = new int[16];
    private int count;

    void add(byte[] from, int offset, int length) {
      if (count == bounds.length) {
        bounds = Arrays.copyOf(bounds, 2 * count);
      }
      buffer = from;
      bounds[count++] = offset;
      bounds[count++] = length;
    }

    void handOn(ChunkSink target) throws IOException {
      for (int i = 0; i < count; i += 2) {
        target.accept(buffer, bounds[i], bounds[i + 1]);
      }
    }
  }

  public ChunkPipe(ChunkSink target) {
    this.target = target;
  }

  private static Thread helper(Runnable work) {
    Thread thread = new Thread(work, "tusk-chunks");
    thread.setDaemon(true);
    return thread;
  }

  @Override
  public void accept(byte[] buffer, int offset, int length) {
    filling.add(buffer, offset, length);
  }

  @Override
  public byte[] next(byte[] done, int size) throws IOException {
    byte[] free = await();
    Batch batch = filling;
    underWay = batch;
    filling = new Batch();
    end =
        HELPERS.submit(
            () -> {
              batch.handOn(target);
              return null;
            });
    return free.length >= size ? free : new byte[size];
  }

  /** Returns when the sink has taken all chunks. */
  public void finish() throws IOException {
    await();
    filling.handOn(target);
    filling = new Batch();
  }

  /** Waits until the sink has what was given to the second thread; returns the free buffer. */
  private byte[] await() throws IOException {
    Batch batch = underWay;
    if (batch == null) {
      return new byte[0];
    }
    try {
      join();
      return batch.buffer;
    } catch (ExecutionException e) {
      Throwable cause = e.getCause();
      if (cause instanceof IOException io) {
        throw io;
      }
      if (cause instanceof Error error) {
        throw error;
      }
      throw (RuntimeException) cause;
    }
  }

  /** An interrupted thread stays interrupted and waits all the same. */
  private void join() throws ExecutionException {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          end.get();
          return;
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } finally {
      underWay = null;
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Gives up what is not handed on yet, but for what the second thread has. */
  @Override
  public void close() {
    filling = new Batch();
    if (underWay == null) {
      return;
    }
    try {
      join();
    } catch (ExecutionException e) {
      // The write is given up already, for another reason.
    }
  }
}
