/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.spec.parse;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tusk.spec.RawJson;
import java.util.List;
import java.util.Map;

/** Writes an object without its zero values: as protocol buffers do, but integers as numbers. */
final class JsonObject {
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();

  private final ObjectNode node = JsonNodeFactory.instance.objectNode();

  ObjectNode node() {
    return node;
  }

  JsonObject put(String name, String value) {
    if (!value.isEmpty()) {
      node.put(name, value);
    }
    return this;
  }

  JsonObject put(String name, long value) {
    if (value != 0) {
      node.put(name, value);
    }
    return this;
  }

  JsonObject put(String name, double value) {
    if (value != 0) {
      node.put(name, value);
    }
    return this;
  }

  JsonObject put(String name, boolean value) {
    if (value) {
      node.put(name, true);
    }
    return this;
  }

  /** An object is present even when it is empty. */
  JsonObject put(String name, JsonObject value) {
    node.set(name, value.node);
    return this;
  }

  JsonObject put(String name, List<String> values) {
    if (!values.isEmpty()) {
      ArrayNode array = node.putArray(name);
      values.forEach(array::add);
    }
    return this;
  }

  JsonObject put(String name, Map<String, String> values) {
    if (!values.isEmpty()) {
      ObjectNode object = node.putObject(name);
      values.forEach(object::put);
    }
    return this;
  }

  JsonObject put(String name, RawJson value) {
    node.set(name, tree(value));
    return this;
  }

  JsonObject putNumbers(String name, List<Long> values) {
    if (!values.isEmpty()) {
      ArrayNode array = node.putArray(name);
      values.forEach(array::add);
    }
    return this;
  }

  JsonObject putObjects(String name, List<JsonObject> values) {
    if (!values.isEmpty()) {
      ArrayNode array = node.putArray(name);
      values.forEach(value -> array.add(value.node));
    }
    return this;
  }

  JsonObject putRaw(String name, List<RawJson> values) {
    if (!values.isEmpty()) {
      ArrayNode array = node.putArray(name);
      values.forEach(value -> array.add(tree(value)));
    }
    return this;
  }

  private static JsonNode tree(RawJson raw) {
    try {
      return MAPPER.readTree(raw.text());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("kept JSON cannot be read: " + raw.text(), e);
    }
  }
}
