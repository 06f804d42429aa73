/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.spec.reference;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tusk.spec.schema.Field;
import io.tusk.spec.schema.FieldType;
import io.tusk.spec.schema.ObjectType;
import io.tusk.spec.schema.SpecFields;
import java.util.List;

/**
 * The JSON Schema, draft-07, of a file with specifications: one, or a list of them. It takes what
 * the parser takes, but for the grammar of texts and for fields of older versions.
 */
public final class JsonSchema {
  private static final String DRAFT = "http://json-schema.org/draft-07/schema#";
  private static final String TYPE = "type";
  private static final String NULL = "null";
  private static final String DIGITS = "^(0|[1-9][0-9]*)$";

  private JsonSchema() {}

  public static ObjectNode write() {
    ObjectNode schema = JsonNodeFactory.instance.objectNode();
    schema.put("$schema", DRAFT).put("title", "Specification of pipelines of Tusk");
    ObjectNode definitions = JsonNodeFactory.instance.objectNode();
    ArrayNode forms = schema.putArray("anyOf");
    forms.add(reference(SpecFields.SPECIFICATION, definitions));
    forms
        .addObject()
        .put(TYPE, "array")
        .put("minItems", 1)
        .set("items", reference(SpecFields.SPECIFICATION, definitions));
    // Editors name the schema in the file itself.
    property((ObjectNode) definitions.get("specification"), "$schema").put(TYPE, "string");
    schema.set("definitions", definitions);
    return schema;
  }

  private static ObjectNode property(ObjectNode definition, String name) {
    return ((ObjectNode) definition.get("properties")).putObject(name);
  }

  /** The reference to a kind of object, which is defined when it is met first. */
  private static ObjectNode reference(ObjectType type, ObjectNode definitions) {
    if (!definitions.has(type.name())) {
      define(type, definitions);
    }
    return JsonNodeFactory.instance.objectNode().put("$ref", "#/definitions/" + type.name());
  }

  private static void define(ObjectType type, ObjectNode definitions) {
    ObjectNode definition = definitions.putObject(type.name()).put(TYPE, "object");
    ObjectNode properties = definition.putObject("properties");
    ArrayNode required = JsonNodeFactory.instance.arrayNode();
    for (Field field : type.fields()) {
      ObjectNode schema = schema(field, definitions);
      properties.set(field.name(), schema);
      if (!field.camelName().equals(field.name())) {
        properties.set(field.camelName(), schema.deepCopy());
      } else if (field.need() == Field.Need.REQUIRED) {
        required.add(field.name());
      }
    }
    definition.put("additionalProperties", false);
    if (!required.isEmpty()) {
      definition.set("required", required);
    }
  }

  private static ObjectNode schema(Field field, ObjectNode definitions) {
    ObjectNode schema = JsonNodeFactory.instance.objectNode();
    schema.put("description", description(field));
    FieldType type = field.type();
    if (type instanceof FieldType.Text) {
      types(schema, "string");
    } else if (type instanceof FieldType.Choice choice) {
      ArrayNode values = schema.putArray("enum");
      choice.values().forEach(values::add);
      values.addNull();
    } else if (type instanceof FieldType.Flag) {
      types(schema, "boolean");
    } else if (type instanceof FieldType.Whole) {
      types(schema, "integer", "string").put("minimum", 0).put("pattern", DIGITS);
    } else if (type instanceof FieldType.Decimal) {
      types(schema, "number", "string").put("minimum", 0);
    } else if (type instanceof FieldType.Texts) {
      types(schema, "array").putObject("items").put(TYPE, "string");
    } else if (type instanceof FieldType.Wholes bounds) {
      types(schema, "array")
          .putObject("items")
          .put(TYPE, "integer")
          .put("minimum", bounds.min())
          .put("maximum", bounds.max());
    } else if (type instanceof FieldType.TextMap) {
      types(types(schema, "object").putObject("additionalProperties"), "string");
    } else if (type instanceof FieldType.Raw) {
      types(schema, "object");
    } else if (type instanceof FieldType.Raws) {
      types(schema, "array").putObject("items").put(TYPE, "object");
    } else if (type instanceof FieldType.One one) {
      orNull(schema, reference(one.type().get(), definitions));
    } else if (type instanceof FieldType.Many many) {
      types(schema, "array").set("items", reference(many.type().get(), definitions));
    }
    return schema;
  }

  private static ObjectNode types(ObjectNode schema, String... types) {
    ArrayNode all = schema.putArray(TYPE);
    List.of(types).forEach(all::add);
    all.add(NULL);
    return schema;
  }

  private static void orNull(ObjectNode schema, ObjectNode other) {
    schema.putArray("anyOf").add(other).addObject().put(TYPE, NULL);
  }

  private static String description(Field field) {
    StringBuilder text = new StringBuilder(field.meaning());
    if (field.type() instanceof FieldType.Text form && !form.form().isEmpty()) {
      text.append("; ").append(form.form());
    }
    if (!field.fallback().isEmpty()) {
      text.append(" (default: ").append(field.fallback()).append(')');
    }
    return text.toString().replace("`", "");
  }
}
