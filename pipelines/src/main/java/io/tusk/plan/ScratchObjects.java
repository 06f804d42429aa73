/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.plan;

import io.tusk.error.ErrorCode;
import io.tusk.error.TuskException;
import io.tusk.host.TemporaryDirectory;
import io.tusk.host.TemporaryTree;
import io.tusk.objects.ForwardingObjectStore;
import io.tusk.objects.LocalObjectStore;
import io.tusk.objects.ObjectStore;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A store as it is, and what is put beside it: that is kept in a directory of the host, made when
 * it is needed, and closing this removes it. The store behind is neither changed nor closed.
 */
final class ScratchObjects extends ForwardingObjectStore {
  private final Set<String> keys = ConcurrentHashMap.newKeySet();
  private Optional<TemporaryTree> directory = Optional.empty();
  private volatile ObjectStore own;
  private boolean closed;

  ScratchObjects(ObjectStore store) {
    super(store);
  }

  @Override
  public Optional<byte[]> read(String key) {
    return keys.contains(key) ? own.read(key) : super.read(key);
  }

  @Override
  public Optional<byte[]> read(String key, long offset, int length) {
    return keys.contains(key) ? own.read(key, offset, length) : super.read(key, offset, length);
  }

  @Override
  public Optional<byte[]> reread(String key, long offset, int length) {
    return keys.contains(key) ? own.reread(key, offset, length) : super.reread(key, offset, length);
  }

  @Override
  public void prefetch(String key, long offset, int length) {
    if (!keys.contains(key)) {
      super.prefetch(key, offset, length);
    }
  }

  @Override
  public Optional<Long> size(String key) {
    return keys.contains(key) ? own.size(key) : super.size(key);
  }

  @Override
  public void put(String key, byte[] content) {
    put(key, List.of(ByteBuffer.wrap(content)));
  }

  /** Packs are put by another thread, which may go on while this is closed. */
  @Override
  public synchronized void put(String key, List<ByteBuffer> parts) {
    if (closed) {
      throw new IllegalStateException("the scratch objects were closed");
    }
    if (directory.isEmpty()) {
      TemporaryTree made = newDirectory();
      directory = Optional.of(made);
      own = new LocalObjectStore(made.path());
    }
    own.put(key, parts);
    keys.add(key);
  }

  private static TemporaryTree newDirectory() {
    try {
      return TemporaryTree.create("objects");
    } catch (IOException e) {
      throw failed(e);
    }
  }

  @Override
  public Created createIfAbsent(String key, byte[] content) {
    throw new UnsupportedOperationException("only packs are put here, not " + key);
  }

  @Override
  public void delete(String key) {
    throw new UnsupportedOperationException("nothing is deleted here, nor is " + key);
  }

  @Override
  public synchronized void close() {
    closed = true;
    keys.clear();
    if (directory.isEmpty()) {
      return;
    }
    try {
      directory.get().close();
    } catch (IOException e) {
      throw failed(e);
    }
    directory = Optional.empty();
  }

  private static TuskException failed(IOException e) {
    return new TuskException(
        ErrorCode.HOST,
        "what is planned cannot be kept in "
            + TemporaryDirectory.path()
            + ": "
            + TemporaryDirectory.reason(e)
            + "; make room there, or set TMPDIR to a directory that has some",
        e);
  }
}
