/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.tree;

import java.util.Optional;

/** Sets the entry of a key, or removes it; nothing happens when there is nothing to remove. */
public record Edit(byte[] key, Optional<Entry> entry) {
  public static Edit put(Entry entry) {
    return new Edit(entry.key(), Optional.of(entry));
  }

  public static Edit remove(byte[] key) {
    return new Edit(key, Optional.empty());
  }
}
