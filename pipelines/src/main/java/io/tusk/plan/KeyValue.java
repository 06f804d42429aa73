/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.plan;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tusk.pieces.Hash;
import io.tusk.pieces.Varints;
import java.util.Arrays;

/**
 * A join or group value as it stands in the keys of a leaf tree: a zero byte, the text and a zero
 * byte, or for one that is long or holds a zero byte, a byte of one and its hash. {@code
 * docs/format-jobs.md}.
 */
record KeyValue(byte[] bytes) {
  private static final int MOST_BYTES = 200;
  private static final int TEXT = 0;
  private static final int HASH = 1;

  static KeyValue of(String text) {
    byte[] utf8 = text.getBytes(UTF_8);
    Varints.Output out = new Varints.Output();
    if (utf8.length > MOST_BYTES || text.indexOf('\0') >= 0) {
      return new KeyValue(out.u8(HASH).hash(Hash.of(utf8)).toByteArray());
    }
    return new KeyValue(out.u8(TEXT).bytes(utf8).u8(0).toByteArray());
  }

  /** The one that {@code key} has from {@code at} on. */
  static KeyValue at(byte[] key, int at) {
    int end = at + 1;
    if (key[at] == HASH) {
      end += Hash.BYTES;
    } else {
      while (key[end++] != 0) {
        // The text goes on.
      }
    }
    return new KeyValue(Arrays.copyOfRange(key, at, end));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof KeyValue value && Arrays.equals(bytes, value.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }
}
