/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.benchmarks;

import io.tusk.objects.ForwardingObjectStore;
import io.tusk.objects.ObjectStore;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/** Another store, each request to which takes some time more, as one to a bucket does. */
final class DistantStore extends ForwardingObjectStore {
  private final ObjectStore store;
  private final long nanos;

  DistantStore(ObjectStore store, long millis) {
    super(store);
    this.store = store;
    this.nanos = millis * 1_000_000;
  }

  private ObjectStore reached() {
    long end = System.nanoTime() + nanos;
    for (long left = nanos; left > 0; left = end - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
    return store;
  }

  @Override
  public Optional<byte[]> read(String key) {
    return reached().read(key);
  }

  @Override
  public Optional<byte[]> read(String key, long offset, int length) {
    return reached().read(key, offset, length);
  }

  @Override
  public Optional<Long> size(String key) {
    return reached().size(key);
  }

  @Override
  public void put(String key, byte[] content) {
    reached().put(key, content);
  }

  @Override
  public void put(String key, List<ByteBuffer> parts) {
    reached().put(key, parts);
  }

  @Override
  public Created createIfAbsent(String key, byte[] content) {
    return reached().createIfAbsent(key, content);
  }

  @Override
  public List<String> list(String prefix, String after, int limit) {
    return reached().list(prefix, after, limit);
  }

  @Override
  public void delete(String key) {
    reached().delete(key);
  }
}
