/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.tree;

import io.tusk.pieces.Hash;
import io.tusk.pieces.Ref;
import io.tusk.pieces.Varints;

/** An inner entry: a child node, the last key below it, and the sums over it. */
record Child(byte[] lastKey, long[] summary, Ref node) {
  int size() {
    int size = 1 + Varints.size(lastKey.length) + lastKey.length + 1 + Hash.BYTES;
    for (long sum : summary) {
      size += Varints.size(sum);
    }
    return size;
  }
}
