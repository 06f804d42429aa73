/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.meta;

import java.util.Iterator;
import java.util.Optional;

/** A sorted map of metadata, as one moment of a store shows it or as a transaction has made it. */
public interface Metadata {
  /** A key with its value. */
  record Item(String key, MetadataValue value) {}

  Optional<MetadataValue> find(String key);

  default boolean has(String key) {
    return find(key).isPresent();
  }

  /** The items whose keys start with {@code prefix}, ascending by the bytes of the key. */
  Iterator<Item> ascending(String prefix);

  /** The items whose keys start with {@code prefix}, descending. */
  Iterator<Item> descending(String prefix);
}
