/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.pieces;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * The bytes of a pack while they are in memory, in arrays of one size, so that nothing is copied
 * when it grows. Several threads may read while one appends.
 */
final class PackBuffer {
  /** Bytes in an array. */
  static final int SLAB_BYTES = 256 << 10;

  /** Arrays that no pack uses now. */
  static final class Slabs {
    private static final int MOST_FREE = PackWriter.TARGET_BYTES / SLAB_BYTES;

    private final Deque<byte[]> free = new ArrayDeque<>();

    synchronized byte[] take() {
      byte[] slab = free.poll();
      return slab != null ? slab : new byte[SLAB_BYTES];
    }

    synchronized void give(byte[] slab) {
      if (free.size() < MOST_FREE) {
        free.push(slab);
      }
    }

    synchronized void clear() {
      free.clear();
    }
  }

  private final Slabs pool;
  private final List<byte[]> slabs = new ArrayList<>();
  private int used;
  private boolean released;

  PackBuffer(Slabs pool) {
    this.pool = pool;
  }

  synchronized int size() {
    return used;
  }

  synchronized void append(byte[] bytes, int offset, int length) {
    if (released) {
      throw new IllegalStateException("the bytes of the pack were let go");
    }
    int done = 0;
    while (done < length) {
      int at = used % SLAB_BYTES;
      if (at == 0) {
        slabs.add(pool.take());
      }
      int count = Math.min(length - done, SLAB_BYTES - at);
      System.arraycopy(bytes, offset + done, slabs.get(slabs.size() - 1), at, count);
      done += count;
      used += count;
    }
  }

  /**
   * A copy of a range; empty once the bytes are let go.
   *
   * @throws IndexOutOfBoundsException unless the range was appended
   */
  synchronized Optional<byte[]> copy(long offset, int length) {
    if (released) {
      return Optional.empty();
    }
    if (offset < 0 || length < 0 || offset > used - length) {
      throw new IndexOutOfBoundsException(
          length + " bytes from " + offset + " of a pack of " + used);
    }
    byte[] copy = new byte[length];
    int done = 0;
    while (done < length) {
      int from = (int) offset + done;
      int at = from % SLAB_BYTES;
      int count = Math.min(length - done, SLAB_BYTES - at);
      System.arraycopy(slabs.get(from / SLAB_BYTES), at, copy, done, count);
      done += count;
    }
    return Optional.of(copy);
  }

  /** All bytes, in order; valid until they are let go. */
  synchronized List<ByteBuffer> parts() {
    List<ByteBuffer> parts = new ArrayList<>(slabs.size());
    for (int i = 0; i < slabs.size(); i++) {
      int length = Math.min(SLAB_BYTES, used - i * SLAB_BYTES);
      parts.add(ByteBuffer.wrap(slabs.get(i), 0, length).asReadOnlyBuffer());
    }
    return parts;
  }

  /** Gives the arrays back, to be filled again. */
  synchronized void release() {
    released = true;
    slabs.forEach(pool::give);
    slabs.clear();
  }
}
