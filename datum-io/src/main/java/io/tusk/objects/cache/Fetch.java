/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.objects.cache;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;

/**
 * One request for consecutive blocks of an object. Whoever comes first makes it, a thread of the
 * pool or one that needs a block of it; so nobody waits for a request that waits for a thread.
 */
final class Fetch implements Runnable {
  /** Whether what comes is kept on disk. */
  enum Keeping {
    DISK,
    MEMORY
  }

  private final String key;
  private final int first;
  private final int count;
  private final Keeping keeping;
  private final Function<Fetch, Optional<List<byte[]>>> request;
  private final AtomicBoolean begun = new AtomicBoolean();
  private final CompletableFuture<Optional<List<byte[]>>> answer = new CompletableFuture<>();

  /** {@code request} answers nothing where there is no such object, else the blocks there are. */
  Fetch(
      String key,
      int first,
      int count,
      Keeping keeping,
      Function<Fetch, Optional<List<byte[]>>> request) {
    this.key = key;
    this.first = first;
    this.count = count;
    this.keeping = keeping;
    this.request = request;
  }

  String key() {
    return key;
  }

  int first() {
    return first;
  }

  int count() {
    return count;
  }

  Keeping keeping() {
    return keeping;
  }

  BlockId id(int offset) {
    return new BlockId(key, first + offset);
  }

  @Override
  public void run() {
    if (!begun.compareAndSet(false, true)) {
      return;
    }
    try {
      answer.complete(request.apply(this));
    } catch (RuntimeException | Error e) {
      answer.completeExceptionally(e);
    }
  }

  /**
   * The block, empty where the object ends before it; nothing where there is no such object. Throws
   * what the request threw, in whatever thread. A thread that is interrupted waits on, and stays
   * so.
   */
  Optional<byte[]> await(int index) {
    run();
    try {
      return answer
          .join()
          .map(blocks -> index - first < blocks.size() ? blocks.get(index - first) : new byte[0]);
    } catch (CompletionException e) {
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw (RuntimeException) e.getCause();
    }
  }
}
