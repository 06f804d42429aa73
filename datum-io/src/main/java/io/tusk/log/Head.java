/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.log;

import io.tusk.pieces.Hash;

/** A root record with the hash of its bytes, which its successor repeats. */
public record Head(RootRecord record, Hash hash) {
  public long number() {
    return record.number();
  }
}
