/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.spec.reference;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Draft-07, as far as the schema of specifications goes; another keyword is an error. */
final class SchemaCheck {
  private static final Set<String> SILENT =
      Set.of("description", "title", "$schema", "definitions");

  private final JsonNode root;

  SchemaCheck(JsonNode root) {
    this.root = root;
  }

  /** What is wrong with a value, by its path. */
  List<String> problems(JsonNode value) {
    return problems(root, value, "");
  }

  private List<String> problems(JsonNode schema, JsonNode value, String path) {
    List<String> problems = new ArrayList<>();
    for (Map.Entry<String, JsonNode> keyword : schema.properties()) {
      if (!SILENT.contains(keyword.getKey())) {
        check(keyword.getKey(), keyword.getValue(), schema, value, path, problems);
      }
    }
    return problems;
  }

  private void check(
      String keyword,
      JsonNode rule,
      JsonNode schema,
      JsonNode value,
      String path,
      List<String> problems) {
    switch (keyword) {
      case "$ref" -> {
        String[] parts = rule.asText().split("/", -1);
        problems.addAll(problems(root.get(parts[1]).get(parts[2]), value, path));
      }
      case "anyOf" -> anyOf(rule, value, path, problems);
      case "type" -> addIf(!isOfType(rule, value), path + " is of another type", problems);
      case "enum" -> addIf(!contains(rule, value), path + " is not listed", problems);
      case "required" ->
          rule.forEach(
              name ->
                  addIf(
                      value.isObject() && !value.has(name.asText()),
                      path + " lacks " + name.asText(),
                      problems));
      case "properties" ->
          rule.properties().stream()
              .filter(property -> value.has(property.getKey()))
              .forEach(
                  property ->
                      problems.addAll(
                          problems(
                              property.getValue(),
                              value.get(property.getKey()),
                              path + "/" + property.getKey())));
      case "additionalProperties" -> additional(rule, schema, value, path, problems);
      case "items" -> value.forEach(item -> problems.addAll(problems(rule, item, path + "/item")));
      case "minItems" ->
          addIf(value.isArray() && value.size() < rule.asInt(), path + " is short", problems);
      case "minimum" ->
          addIf(
              value.isNumber() && value.asDouble() < rule.asDouble(),
              path + " is too small",
              problems);
      case "maximum" ->
          addIf(
              value.isNumber() && value.asDouble() > rule.asDouble(),
              path + " is too large",
              problems);
      case "pattern" ->
          addIf(
              value.isTextual() && !value.asText().matches(rule.asText()),
              path + " does not match",
              problems);
      default -> throw new AssertionError("keyword " + keyword);
    }
  }

  private void anyOf(JsonNode rule, JsonNode value, String path, List<String> problems) {
    List<String> fewest = null;
    for (JsonNode form : rule) {
      List<String> found = problems(form, value, path);
      if (fewest == null || found.size() < fewest.size()) {
        fewest = found;
      }
    }
    problems.addAll(fewest);
  }

  private void additional(
      JsonNode rule, JsonNode schema, JsonNode value, String path, List<String> problems) {
    if (value instanceof ObjectNode object) {
      for (Map.Entry<String, JsonNode> field : object.properties()) {
        if (schema.path("properties").has(field.getKey())) {
          continue;
        }
        String at = path + "/" + field.getKey();
        if (rule.isBoolean()) {
          addIf(!rule.asBoolean(), at + " is unknown", problems);
        } else {
          problems.addAll(problems(rule, field.getValue(), at));
        }
      }
    }
  }

  private static void addIf(boolean wrong, String problem, List<String> problems) {
    if (wrong) {
      problems.add(problem);
    }
  }

  private static boolean contains(JsonNode list, JsonNode value) {
    for (JsonNode item : list) {
      if (item.equals(value)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isOfType(JsonNode types, JsonNode value) {
    List<String> names = new ArrayList<>();
    if (types.isArray()) {
      types.forEach(type -> names.add(type.asText()));
    } else {
      names.add(types.asText());
    }
    return names.stream()
        .anyMatch(
            name ->
                switch (name) {
                  case "string" -> value.isTextual();
                  case "boolean" -> value.isBoolean();
                  case "integer" -> value.isIntegralNumber();
                  case "number" -> value.isNumber();
                  case "object" -> value.isObject();
                  case "array" -> value.isArray();
                  case "null" -> value.isNull();
                  default -> throw new AssertionError("type " + name);
                });
  }
}
