/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.pieces;

import io.tusk.objects.MemoryObjectStore;
import io.tusk.objects.ObjectStore;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/** A store in memory whose writes wait for {@link #open}, then do what they are told. */
final class GatedStore implements ObjectStore {
  private final ObjectStore store = new MemoryObjectStore();
  private final CountDownLatch gate = new CountDownLatch(1);
  private volatile Error error;
  private volatile RuntimeException exception;

  void open() {
    gate.countDown();
  }

  void failWith(RuntimeException e) {
    exception = e;
  }

  void failWith(Error e) {
    error = e;
  }

  @Override
  public void put(String key, byte[] content) {
    try {
      gate.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
    if (error != null) {
      throw error;
    }
    if (exception != null) {
      throw exception;
    }
    store.put(key, content);
  }

  @Override
  public Optional<byte[]> read(String key) {
    return store.read(key);
  }

  @Override
  public Optional<byte[]> read(String key, long offset, int length) {
    return store.read(key, offset, length);
  }

  @Override
  public Optional<Long> size(String key) {
    return store.size(key);
  }

  @Override
  public Created createIfAbsent(String key, byte[] content) {
    return store.createIfAbsent(key, content);
  }

  @Override
  public List<String> list(String prefix, String after, int limit) {
    return store.list(prefix, after, limit);
  }

  @Override
  public void delete(String key) {
    store.delete(key);
  }

  @Override
  public String location() {
    return store.location();
  }
}
