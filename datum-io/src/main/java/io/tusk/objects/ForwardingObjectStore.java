/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.objects;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

/**
 * Passes every call on; decorators replace what they add to. Closing it closes the store behind.
 */
public abstract class ForwardingObjectStore implements ObjectStore {
  private final ObjectStore store;

  protected ForwardingObjectStore(ObjectStore store) {
    this.store = store;
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
  public Optional<byte[]> reread(String key, long offset, int length) {
    return store.reread(key, offset, length);
  }

  @Override
  public void prefetch(String key, long offset, int length) {
    store.prefetch(key, offset, length);
  }

  @Override
  public Optional<Long> size(String key) {
    return store.size(key);
  }

  @Override
  public void put(String key, byte[] content) {
    store.put(key, content);
  }

  @Override
  public void put(String key, List<ByteBuffer> parts) {
    store.put(key, parts);
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

  @Override
  public void close() {
    store.close();
  }
}
