/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.objects.cache;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** Takes copies of the bytes of buffers one after another; the buffers stay where they are. */
final class Parts {
  private final Deque<ByteBuffer> rest = new ArrayDeque<>();

  Parts(List<ByteBuffer> parts) {
    parts.forEach(part -> rest.add(part.duplicate()));
  }

  /** The next {@code most} bytes, fewer at the end. */
  byte[] next(int most) {
    int there = (int) Math.min(most, rest.stream().mapToLong(ByteBuffer::remaining).sum());
    byte[] bytes = new byte[there];
    for (int to = 0; to < there; ) {
      ByteBuffer part = rest.element();
      int count = Math.min(part.remaining(), there - to);
      part.get(bytes, to, count);
      to += count;
      if (!part.hasRemaining()) {
        rest.remove();
      }
    }
    return bytes;
  }
}
