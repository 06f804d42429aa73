/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.pieces;

import io.tusk.error.ErrorCode;
import io.tusk.error.TuskException;
import io.tusk.objects.ObjectStore;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Uploads the packs of one writer beside it, one at a time and in order: a pack in the object store
 * refers only to packs that are there. After a failure no later pack is uploaded.
 */
final class PackUploads {
  private static final int MOST = 2;

  private final ObjectStore store;
  private final Semaphore room = new Semaphore(MOST, true);
  private final AtomicReference<TuskException> failure = new AtomicReference<>();
  private ExecutorService uploader;

  PackUploads(ObjectStore store) {
    this.store = store;
  }

  /** Waits while two packs are under way; not for use by several threads at once. */
  void start(Pack sealed, PackBuffer content) {
    if (uploader == null) {
      uploader = Executors.newSingleThreadExecutor(PackUploads::thread);
    }
    room.acquireUninterruptibly();
    try {
      uploader.execute(() -> upload(sealed, content));
    } catch (RuntimeException | Error e) {
      fail(sealed, e);
      room.release();
    }
  }

  private static Thread thread(Runnable work) {
    Thread thread = new Thread(work, "tusk-pack-upload");
    thread.setDaemon(true);
    return thread;
  }

  private void upload(Pack sealed, PackBuffer content) {
    try {
      requireNoFailure();
      store.put(sealed.key(), content.parts());
      sealed.stored();
    } catch (RuntimeException | Error e) {
      fail(sealed, e);
    } finally {
      room.release();
    }
  }

  private void fail(Pack sealed, Throwable cause) {
    TuskException known =
        cause instanceof TuskException e
            ? e
            : new TuskException(
                ErrorCode.INTERNAL, "a pack could not be uploaded: " + cause, cause);
    failure.compareAndSet(null, known);
    sealed.fail(known);
  }

  /** Waits until all packs that were started are in the object store; throws why one is not. */
  void await() {
    room.acquireUninterruptibly(MOST);
    room.release(MOST);
    requireNoFailure();
  }

  void requireNoFailure() {
    TuskException known = failure.get();
    if (known != null) {
      throw new TuskException(known.code(), known.getMessage(), known);
    }
  }

  /** Takes no more packs; those under way go on. */
  void stop() {
    if (uploader != null) {
      uploader.shutdown();
      uploader = null;
    }
  }
}
