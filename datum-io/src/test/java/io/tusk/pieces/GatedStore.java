/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.pieces;

import io.tusk.objects.ForwardingObjectStore;
import io.tusk.objects.MemoryObjectStore;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** A store in memory whose writes wait for {@link #open}, then do what they are told. */
final class GatedStore extends ForwardingObjectStore {
  private final CountDownLatch gate = new CountDownLatch(1);
  private volatile Error error;
  private volatile RuntimeException exception;

  GatedStore() {
    super(new MemoryObjectStore());
  }

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
    pass();
    super.put(key, content);
  }

  @Override
  public void put(String key, List<ByteBuffer> parts) {
    pass();
    super.put(key, parts);
  }

  private void pass() {
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
  }
}
