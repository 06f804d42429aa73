/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.tree;

import java.util.Optional;

/** A key whose entry differs between two trees; at least one side is there. */
public record Change(Optional<Entry> before, Optional<Entry> after) {
  public byte[] key() {
    return before.or(() -> after).orElseThrow().key();
  }
}
