/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.objects.s3;

import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** Bytes {@code from} on, {@code length} of them, of buffers one after another. */
final class SlicesStream extends InputStream {
  private final Deque<ByteBuffer> rest = new ArrayDeque<>();

  SlicesStream(List<ByteBuffer> buffers, long from, int length) {
    long skip = from;
    int left = length;
    for (ByteBuffer buffer : buffers) {
      int remaining = buffer.remaining();
      if (skip >= remaining) {
        skip -= remaining;
        continue;
      }
      int taken = Math.min(left, remaining - (int) skip);
      if (taken > 0) {
        rest.add(buffer.slice(buffer.position() + (int) skip, taken));
      }
      skip = 0;
      left -= taken;
    }
  }

  @Override
  public int read() {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] target, int offset, int length) {
    if (length == 0) {
      return 0;
    }
    while (!rest.isEmpty() && !rest.peek().hasRemaining()) {
      rest.remove();
    }
    if (rest.isEmpty()) {
      return -1;
    }
    int taken = Math.min(length, rest.peek().remaining());
    rest.peek().get(target, offset, taken);
    return taken;
  }

  @Override
  public int available() {
    return rest.stream().mapToInt(ByteBuffer::remaining).sum();
  }
}
