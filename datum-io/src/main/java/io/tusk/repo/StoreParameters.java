/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.repo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tusk.chunks.ChunkParameters;
import io.tusk.tree.TreeParameters;

/** The frozen sizes of a store as its record 0 holds them. */
final class StoreParameters {
  private static final String NODE_MIN = "node-min";
  private static final String NODE_SCALE = "node-scale";
  private static final String NODE_CAP = "node-cap";
  private static final String ENTRY_MAX = "entry-max";
  private static final String INLINE_MAX = "inline-max";

  private static final String CHUNK_MIN = "chunk-min";
  private static final String CHUNK_AVERAGE = "chunk-average";
  private static final String CHUNK_MAX = "chunk-max";

  private StoreParameters() {}

  static ObjectNode write(TreeParameters trees, ChunkParameters chunks) {
    return JsonNodeFactory.instance
        .objectNode()
        .put(NODE_MIN, trees.nodeMin())
        .put(NODE_SCALE, trees.nodeScale())
        .put(NODE_CAP, trees.nodeCap())
        .put(ENTRY_MAX, trees.entryMax())
        .put(INLINE_MAX, trees.inlineMax())
        .put(CHUNK_MIN, chunks.min())
        .put(CHUNK_AVERAGE, chunks.average())
        .put(CHUNK_MAX, chunks.max());
  }

  /**
   * @throws IllegalArgumentException where a size is missing, is not a number, or is impossible
   */
  static TreeParameters trees(JsonNode json) {
    return new TreeParameters(
        size(json, NODE_MIN),
        size(json, NODE_SCALE),
        size(json, NODE_CAP),
        size(json, ENTRY_MAX),
        size(json, INLINE_MAX));
  }

  /**
   * @throws IllegalArgumentException as {@link #trees} does
   */
  static ChunkParameters chunks(JsonNode json) {
    return new ChunkParameters(
        size(json, CHUNK_MIN), size(json, CHUNK_AVERAGE), size(json, CHUNK_MAX));
  }

  private static int size(JsonNode json, String name) {
    JsonNode size = json.path(name);
    if (!size.isIntegralNumber() || !size.canConvertToInt()) {
      throw new IllegalArgumentException(
          size.isMissingNode() ? "it lacks " + name : name + " is " + size);
    }
    return size.intValue();
  }
}
