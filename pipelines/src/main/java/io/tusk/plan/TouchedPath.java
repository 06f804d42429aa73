/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.plan;

import io.tusk.pieces.Varints;
import java.util.Arrays;

/**
 * A path of a join or group that a change of the inputs may concern.
 *
 * @param before whether it took part
 * @param after whether it takes part
 */
record TouchedPath(KeyValue value, Element.Path path, boolean before, boolean after) {
  private static final int BEFORE = 1;
  private static final int AFTER = 2;

  byte[] encode(int section) {
    return new Varints.Output()
        .u8((before ? BEFORE : 0) | (after ? AFTER : 0))
        .bytes(LeafTree.key(section, value, path))
        .toByteArray();
  }

  static TouchedPath decode(byte[] bytes) {
    byte[] key = Arrays.copyOfRange(bytes, 1, bytes.length);
    return new TouchedPath(
        LeafTree.value(key), LeafTree.path(key), (bytes[0] & BEFORE) != 0, (bytes[0] & AFTER) != 0);
  }
}
