/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.meta;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tusk.pieces.Hash;
import io.tusk.pieces.Ref;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a metadata key maps to: a JSON object, and by name the roots of the trees and chunks that
 * belong to it.
 */
public record MetadataValue(ObjectNode json, Map<String, Ref> roots) {
  public MetadataValue {
    roots = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(roots));
  }

  public static MetadataValue of(ObjectNode json) {
    return new MetadataValue(json, Map.of());
  }

  /** The value of keys that say all by being there. */
  public static MetadataValue present() {
    return of(JsonNodeFactory.instance.objectNode());
  }

  /** Whether both say the same, wherever the roots lie. */
  public boolean sameContent(MetadataValue other) {
    return json.equals(other.json) && hashes().equals(other.hashes());
  }

  private Map<String, Hash> hashes() {
    Map<String, Hash> hashes = new LinkedHashMap<>();
    roots.forEach((name, ref) -> hashes.put(name, ref.hash()));
    return hashes;
  }

  public Optional<Ref> root(String name) {
    return Optional.ofNullable(roots.get(name));
  }
}
