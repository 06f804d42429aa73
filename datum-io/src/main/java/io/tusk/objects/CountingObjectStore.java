/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.objects;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;

/** Counts what passes through to another store; closing it closes that one. */
public final class CountingObjectStore extends ForwardingObjectStore {
  private final ObjectStore store;
  private final LongAdder reads = new LongAdder();
  private final LongAdder sizes = new LongAdder();
  private final LongAdder puts = new LongAdder();
  private final LongAdder creates = new LongAdder();
  private final LongAdder lists = new LongAdder();
  private final LongAdder deletes = new LongAdder();
  private final LongAdder bytesRead = new LongAdder();
  private final LongAdder bytesWritten = new LongAdder();

  public CountingObjectStore(ObjectStore store) {
    super(store);
    this.store = store;
  }

  /** Exact once no call is under way. */
  public ObjectStoreCounts counts() {
    return new ObjectStoreCounts(
        reads.sum(),
        sizes.sum(),
        puts.sum(),
        creates.sum(),
        lists.sum(),
        deletes.sum(),
        bytesRead.sum(),
        bytesWritten.sum());
  }

  @Override
  public Optional<byte[]> read(String key) {
    reads.increment();
    Optional<byte[]> content = store.read(key);
    content.ifPresent(bytes -> bytesRead.add(bytes.length));
    return content;
  }

  @Override
  public Optional<byte[]> read(String key, long offset, int length) {
    reads.increment();
    Optional<byte[]> content = store.read(key, offset, length);
    content.ifPresent(bytes -> bytesRead.add(bytes.length));
    return content;
  }

  @Override
  public Optional<byte[]> reread(String key, long offset, int length) {
    reads.increment();
    Optional<byte[]> content = store.reread(key, offset, length);
    content.ifPresent(bytes -> bytesRead.add(bytes.length));
    return content;
  }

  @Override
  public Optional<Long> size(String key) {
    sizes.increment();
    return store.size(key);
  }

  @Override
  public void put(String key, byte[] content) {
    puts.increment();
    bytesWritten.add(content.length);
    store.put(key, content);
  }

  @Override
  public void put(String key, List<ByteBuffer> parts) {
    puts.increment();
    parts.forEach(part -> bytesWritten.add(part.remaining()));
    store.put(key, parts);
  }

  @Override
  public Created createIfAbsent(String key, byte[] content) {
    creates.increment();
    bytesWritten.add(content.length);
    return store.createIfAbsent(key, content);
  }

  @Override
  public List<String> list(String prefix, String after, int limit) {
    lists.increment();
    return store.list(prefix, after, limit);
  }

  @Override
  public void delete(String key) {
    deletes.increment();
    store.delete(key);
  }
}
