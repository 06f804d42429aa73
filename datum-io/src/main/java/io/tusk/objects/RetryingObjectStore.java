/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.objects;

import io.tusk.error.ErrorCode;
import io.tusk.error.TuskException;
import io.tusk.host.Backoff;
import io.tusk.host.Host;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Tries what is idempotent again after STORAGE: all but {@link #createIfAbsent}, whose failures
 * pass through untouched. Waits with full jitter between tries; a thread that is interrupted while
 * it waits gets INTERRUPTED. Closing it closes the store behind it.
 */
public final class RetryingObjectStore extends ForwardingObjectStore {
  /** {@code tries} counts the first one; the n-th pause is at most first x 2^n, and the longest. */
  public record Policy(int tries, Duration firstPause, Duration longestPause) {
    public static final Policy DEFAULT =
        new Policy(6, Duration.ofMillis(100), Duration.ofSeconds(5));

    public Policy {
      if (tries < 1 || firstPause.toMillis() < 1 || longestPause.compareTo(firstPause) < 0) {
        throw new TuskException(
            ErrorCode.INTERNAL,
            "a store cannot be tried "
                + tries
                + " times with pauses from "
                + firstPause
                + " to "
                + longestPause);
      }
    }
  }

  private final ObjectStore store;
  private final Host host;
  private final Policy policy;

  public RetryingObjectStore(ObjectStore store, Host host, Policy policy) {
    super(store);
    this.store = store;
    this.host = host;
    this.policy = policy;
  }

  @Override
  public Optional<byte[]> read(String key) {
    return retry("reading '" + key + "'", () -> store.read(key));
  }

  @Override
  public Optional<byte[]> read(String key, long offset, int length) {
    return retry("reading '" + key + "'", () -> store.read(key, offset, length));
  }

  @Override
  public Optional<byte[]> reread(String key, long offset, int length) {
    return retry("reading '" + key + "'", () -> store.reread(key, offset, length));
  }

  @Override
  public Optional<Long> size(String key) {
    return retry("reading the size of '" + key + "'", () -> store.size(key));
  }

  @Override
  public void put(String key, byte[] content) {
    retry(
        "writing '" + key + "'",
        () -> {
          store.put(key, content);
          return Boolean.TRUE;
        });
  }

  @Override
  public void put(String key, List<ByteBuffer> parts) {
    retry(
        "writing '" + key + "'",
        () -> {
          store.put(key, parts);
          return Boolean.TRUE;
        });
  }

  @Override
  public List<String> list(String prefix, String after, int limit) {
    return retry("listing '" + prefix + "'", () -> store.list(prefix, after, limit));
  }

  @Override
  public void delete(String key) {
    retry(
        "deleting '" + key + "'",
        () -> {
          store.delete(key);
          return Boolean.TRUE;
        });
  }

  private <T> T retry(String what, Supplier<T> operation) {
    Backoff backoff = new Backoff(host, policy.firstPause(), policy.longestPause());
    while (true) {
      try {
        return operation.get();
      } catch (TuskException e) {
        if (e.code() != ErrorCode.STORAGE) {
          throw e;
        }
        if (backoff.pauses() + 1 >= policy.tries()) {
          throw new TuskException(
              ErrorCode.STORAGE, e.getMessage() + " (tried " + policy.tries() + " times)", e);
        }
        backoff.pause(
            ErrorCode.INTERRUPTED,
            what + " in store " + location() + " was interrupted after: " + e.getMessage());
      }
    }
  }
}
