/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.url;

import io.tusk.error.ErrorCode;
import io.tusk.error.TuskException;
import io.tusk.files.FileEntry;
import io.tusk.files.FileSets;
import io.tusk.host.Backoff;
import io.tusk.host.Host;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Copies files of a store to objects, several at once; a storage that fails is asked again. Used by
 * one thread.
 */
public final class ObjectCopies implements AutoCloseable {
  /** An object takes some requests one after another, whose time is hardly this host's. */
  private static final int MOST_WRITERS = 32;

  private static final int WINDOW = 8 * MOST_WRITERS;

  /** What the parts may take that are in memory: workers may have small heaps. */
  private static final int SHARE_OF_HEAP = 4;

  private static final int TRIES = 3;
  private static final int BUFFER = 1 << 16;

  /** About as long as a storage may be silent. */
  private static final Duration LONGEST_END = Duration.ofSeconds(60);

  private final FileSets files;
  private final UrlFiles urls;
  private final Host host;
  private final Listener listener;
  private final Deque<Future<Void>> window = new ArrayDeque<>();

  /** Failures of the target, and not of the store that is read. */
  private final Set<TuskException> ofTarget = ConcurrentHashMap.newKeySet();

  private ExecutorService writers;

  /** Told how far it is, by many threads. */
  public interface Listener {
    default void bytes(long count) {}

    /** A file is complete. */
    default void file() {}
  }

  public ObjectCopies(FileSets files, UrlFiles urls, Host host, Listener listener) {
    this.files = files;
    this.urls = urls;
    this.host = host;
    this.listener = listener;
  }

  /** How many objects are written at once in a heap of so many bytes. */
  static int writers(long heap) {
    return (int) Math.max(1, Math.min(MOST_WRITERS, heap / SHARE_OF_HEAP / UrlFiles.PART_BYTES));
  }

  /** As {@link #copy}, some time before {@link #finish} returns. */
  public void copyLater(FileEntry file, ObjectUrl to) {
    if (writers == null) {
      writers = Executors.newFixedThreadPool(writers(Runtime.getRuntime().maxMemory()));
    }
    if (window.size() == WINDOW) {
      while (!await(window.element())) {
        // What takes long is looked at when all is begun.
      }
      window.remove();
    }
    window.add(
        writers.submit(
            () -> {
              copy(file, 0, to);
              return null;
            }));
  }

  /** Waits for all that is to be copied. */
  public void finish() {
    finish(() -> {});
  }

  /** As {@link #finish()}; {@code check} is run about once a second meanwhile, and may throw. */
  public void finish(Runnable check) {
    while (!window.isEmpty()) {
      if (await(window.element())) {
        window.remove();
      } else {
        check.run();
      }
    }
  }

  /**
   * Copies the bytes of a file from {@code offset} on.
   *
   * @throws TuskException STORAGE after three tries
   */
  public void copy(FileEntry file, long offset, ObjectUrl to) {
    Backoff backoff = new Backoff(host, Duration.ofMillis(200), Duration.ofSeconds(5));
    AtomicReference<TuskException> ofStore = new AtomicReference<>();
    while (true) {
      try {
        urls.write(to, Math.max(0, file.size() - offset), out -> copy(file, offset, out, ofStore));
        listener.file();
        return;
      } catch (TuskException e) {
        if (e.equals(ofStore.get())) {
          throw e;
        }
        if (!mayPass(e) || backoff.pauses() == TRIES - 1) {
          ofTarget.add(e);
          throw e;
        }
        backoff.pause(ErrorCode.INTERRUPTED, "writing " + to + " was interrupted");
      }
    }
  }

  /** Whether the target has failed, where {@code failure} was thrown here, or what is read. */
  public boolean isOfTarget(TuskException failure) {
    return ofTarget.contains(failure);
  }

  /** Whether the same may go well the next time; who is denied is denied again. */
  private static boolean mayPass(TuskException e) {
    return e.code() == ErrorCode.STORAGE && e.getMessage().endsWith("run it again");
  }

  /** {@code ofStore}: what the store failed with, where it did. */
  private void copy(
      FileEntry file, long offset, OutputStream out, AtomicReference<TuskException> ofStore)
      throws IOException {
    try (InputStream content = files.open(file, offset)) {
      byte[] buffer = new byte[BUFFER];
      for (int count = content.read(buffer); count >= 0; count = content.read(buffer)) {
        out.write(buffer, 0, count);
        listener.bytes(count);
      }
    } catch (TuskException e) {
      ofStore.set(e);
      throw e;
    }
  }

  /** Whether it has ended within a second. */
  private static boolean await(Future<Void> written) {
    try {
      written.get(1, TimeUnit.SECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new TuskException(ErrorCode.INTERRUPTED, "the copying was interrupted", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof TuskException tusk) {
        throw tusk;
      }
      throw new IllegalStateException(e.getCause());
    }
  }

  /**
   * Ends what is still being copied; nothing appears of it but what was whole already, and nothing
   * later: who copies there next is not overtaken. An interrupted thread does not wait for that.
   */
  @Override
  public void close() {
    if (writers == null) {
      return;
    }
    writers.shutdownNow();
    try {
      writers.awaitTermination(LONGEST_END.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
