/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.spec.reference;

import io.tusk.spec.parse.SupportedFeatures;
import io.tusk.spec.parse.SupportedFeatures.Finding;
import io.tusk.spec.schema.Field;
import io.tusk.spec.schema.FieldType;
import io.tusk.spec.schema.ObjectType;
import io.tusk.spec.schema.SpecFields;
import io.tusk.spec.text.SpecProblem.Severity;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The fields of a specification as tables in Markdown, one for each kind of object. */
public final class FieldTables {
  private static final String HEAD = "| field | type | default | meaning | in this version |\n";
  private static final String LINE = "|---|---|---|---|---|\n";

  private final Map<String, Finding> findings = SupportedFeatures.fields();
  private final Set<String> seen = new HashSet<>();
  private final Deque<Place> places = new ArrayDeque<>();
  private final StringBuilder out = new StringBuilder();

  /** A kind of object, and where it is met first. */
  private record Place(ObjectType type, String pointer) {}

  private FieldTables() {}

  public static String write() {
    FieldTables tables = new FieldTables();
    tables.meet(SpecFields.SPECIFICATION, "");
    while (!tables.places.isEmpty()) {
      tables.table(tables.places.remove());
    }
    return tables.out.toString();
  }

  private void meet(ObjectType type, String pointer) {
    if (seen.add(type.name())) {
      places.add(new Place(type, pointer));
    }
  }

  private void table(Place place) {
    String title =
        place.pointer().isEmpty()
            ? "The specification"
            : "`" + place.pointer().substring(1).replace('/', '.') + "`";
    out.append(out.length() == 0 ? "" : "\n").append("### ").append(title).append("\n\n");
    out.append(HEAD).append(LINE);
    for (Field field : place.type().fields()) {
      String pointer = place.pointer() + "/" + field.name();
      out.append("| `")
          .append(field.name())
          .append("` | ")
          .append(type(field))
          .append(" | ")
          .append(fallback(field))
          .append(" | ")
          .append(cell(field.meaning()))
          .append(" | ")
          .append(cell(status(pointer)))
          .append(" |\n");
      inner(field.type()).ifPresent(type -> meet(type, pointer));
    }
  }

  private static Optional<ObjectType> inner(FieldType type) {
    if (type instanceof FieldType.One one) {
      return Optional.of(one.type().get());
    }
    return type instanceof FieldType.Many many ? Optional.of(many.type().get()) : Optional.empty();
  }

  /** What becomes of the field, or of the nearest one around it that something becomes of. */
  private String status(String pointer) {
    for (String at = pointer; !at.isEmpty(); at = at.substring(0, at.lastIndexOf('/'))) {
      Finding finding = findings.get(at);
      if (finding != null && finding.severity() == Severity.ERROR) {
        return at.equals(pointer) ? "refused: " + finding.message() : "refused";
      }
      if (finding != null) {
        return at.equals(pointer) ? "a warning: " + finding.message() : "no effect";
      }
    }
    return "";
  }

  private static String fallback(Field field) {
    return field.need() == Field.Need.REQUIRED ? "required" : field.fallback();
  }

  private static String type(Field field) {
    FieldType type = field.type();
    if (type instanceof FieldType.Text text) {
      return text.form().isEmpty() ? "string" : cell(text.form());
    } else if (type instanceof FieldType.Choice choice) {
      return "`" + String.join("`, `", choice.values()) + "`";
    } else if (type instanceof FieldType.Flag) {
      return "true or false";
    } else if (type instanceof FieldType.Whole) {
      return "whole number";
    } else if (type instanceof FieldType.Decimal) {
      return "number";
    } else if (type instanceof FieldType.Texts) {
      return "list of strings";
    } else if (type instanceof FieldType.Wholes) {
      return "list of whole numbers";
    } else if (type instanceof FieldType.TextMap) {
      return "object of strings";
    } else if (type instanceof FieldType.Many) {
      return "list of objects";
    } else if (type instanceof FieldType.Raws) {
      return "list of objects";
    }
    return "object";
  }

  private static String cell(String text) {
    return text.replace("|", "\\|");
  }
}
