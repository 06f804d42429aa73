/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.objects.s3;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntFunction;

/** Does the parts of large transfers beside each other. */
final class S3Parts implements AutoCloseable {
  /** Bytes of a part; S3 wants 5 MiB at least of all but the last. */
  static final int BYTES = 8 << 20;

  private static final int THREADS = 16;

  private final ThreadPoolExecutor pool;

  S3Parts() {
    pool =
        new ThreadPoolExecutor(
            THREADS, THREADS, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), S3Parts::thread);
    pool.allowCoreThreadTimeOut(true);
  }

  private static Thread thread(Runnable work) {
    Thread thread = new Thread(work, "tusk-s3-part");
    thread.setDaemon(true);
    return thread;
  }

  /**
   * Calls {@code part} with 0 to {@code count - 1}. Returns or throws only when none is under way;
   * after a failure, which it throws, none is begun.
   */
  <T> List<T> all(int count, IntFunction<T> part) {
    AtomicBoolean failed = new AtomicBoolean();
    List<Future<T>> parts = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int index = i;
      parts.add(pool.submit(() -> failed.get() ? null : guarded(failed, part, index)));
    }
    List<T> results = new ArrayList<>();
    RuntimeException failure = null;
    boolean interrupted = false;
    for (Future<T> future : parts) {
      while (true) {
        try {
          results.add(future.get());
          break;
        } catch (InterruptedException e) {
          interrupted = true;
        } catch (ExecutionException e) {
          failure = failure != null ? failure : unwrapped(e.getCause());
          break;
        }
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    if (failure != null) {
      throw failure;
    }
    return results;
  }

  private static <T> T guarded(AtomicBoolean failed, IntFunction<T> part, int index) {
    boolean done = false;
    try {
      T result = part.apply(index);
      done = true;
      return result;
    } finally {
      if (!done) {
        failed.set(true);
      }
    }
  }

  private static RuntimeException unwrapped(Throwable cause) {
    if (cause instanceof Error error) {
      throw error;
    }
    return (RuntimeException) cause;
  }

  @Override
  public void close() {
    pool.shutdown();
  }
}
