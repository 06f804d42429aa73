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
import java.util.Map;
import java.util.Set;

/** The same specification in other spellings and syntaxes. */
final class Spelling {
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();
  private static final Set<String> KEPT =
      Set.of(
          "env", "node_selector", "annotations", "labels", "determined", "tf_job", "tolerations");

  private Spelling() {}

  static JsonNode tree(String json) {
    try {
      return MAPPER.readTree(json);
    } catch (JsonProcessingException e) {
      throw new AssertionError("no JSON: " + json, e);
    }
  }

  /** Field names in lowerCamelCase. */
  static String camel(String json) {
    return camel(tree(json)).toString();
  }

  private static JsonNode camel(JsonNode node) {
    if (node instanceof ObjectNode object) {
      ObjectNode out = JsonNodeFactory.instance.objectNode();
      for (Map.Entry<String, JsonNode> field : object.properties()) {
        boolean kept = KEPT.contains(field.getKey());
        out.set(
            io.tusk.spec.schema.Field.camel(field.getKey()),
            kept ? field.getValue() : camel(field.getValue()));
      }
      return out;
    }
    if (node instanceof ArrayNode array) {
      ArrayNode out = JsonNodeFactory.instance.arrayNode();
      array.forEach(item -> out.add(camel(item)));
      return out;
    }
    return node;
  }

  /** In YAML's block style. */
  static String yaml(String json) {
    StringBuilder out = new StringBuilder();
    yaml(tree(json), 0, out);
    return out.toString();
  }

  private static void yaml(JsonNode node, int indent, StringBuilder out) {
    if (node instanceof ObjectNode object && !object.isEmpty()) {
      for (Map.Entry<String, JsonNode> field : object.properties()) {
        out.append('\n').append(" ".repeat(indent));
        String key = field.getKey();
        out.append(key.matches("[a-zA-Z_]+") ? key : quoted(key));
        out.append(": ");
        yaml(field.getValue(), indent + 2, out);
      }
    } else if (node instanceof ArrayNode array && !array.isEmpty()) {
      for (JsonNode item : array) {
        out.append('\n').append(" ".repeat(indent)).append("- ");
        yaml(item, indent + 2, out);
      }
    } else {
      out.append(node);
    }
  }

  private static String quoted(String text) {
    return JsonNodeFactory.instance.textNode(text).toString();
  }
}
