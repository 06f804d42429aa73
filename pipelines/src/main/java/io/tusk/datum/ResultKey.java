/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.datum;

import io.tusk.pieces.Hash;
import io.tusk.pieces.Varints;

/** Keys of a pipeline's results tree: the natural key, a zero byte, the datum's hash. */
public final class ResultKey {
  private ResultKey() {}

  public static byte[] of(DatumKey key, Hash hash) {
    return new Varints.Output().bytes(key.bytes()).u8(0).hash(hash).toByteArray();
  }
}
