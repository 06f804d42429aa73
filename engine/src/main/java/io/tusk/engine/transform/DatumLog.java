/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.transform;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * What a datum prints, in bounded memory: the first {@value #HEAD_BYTES} bytes and the last {@value
 * #TAIL_BYTES}, with a line between them that says how much was dropped.
 */
public final class DatumLog {
  static final int HEAD_BYTES = 64 << 10;
  static final int TAIL_BYTES = 64 << 10;

  private final ByteArrayOutputStream head = new ByteArrayOutputStream();
  private final Deque<byte[]> tail = new ArrayDeque<>();
  private int tailBytes;
  private long droppedBytes;

  /** Adds a line; its end is added to it. */
  public void line(String line) {
    byte[] bytes = (line + "\n").getBytes(UTF_8);
    if (tail.isEmpty() && head.size() + bytes.length <= HEAD_BYTES) {
      head.writeBytes(bytes);
      return;
    }
    tail.addLast(bytes);
    tailBytes += bytes.length;
    while (tailBytes > TAIL_BYTES && tail.size() > 1) {
      int dropped = tail.removeFirst().length;
      tailBytes -= dropped;
      droppedBytes += dropped;
    }
  }

  /** The whole, as UTF-8. */
  public byte[] bytes() {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.writeBytes(head.toByteArray());
    if (droppedBytes > 0) {
      all.writeBytes(("tusk: " + droppedBytes + " bytes left out\n").getBytes(UTF_8));
    }
    tail.forEach(all::writeBytes);
    return all.toByteArray();
  }
}
