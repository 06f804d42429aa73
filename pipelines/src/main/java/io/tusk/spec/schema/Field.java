/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.spec.schema;

import java.util.List;

/**
 * A field of a specification.
 *
 * @param name in snake_case; its lowerCamelCase form means the same
 * @param fallback what counts where it is absent, as documentation shows it; may be empty
 * @param meaning for people; a phrase
 * @param formerNames what older versions of Pachyderm called it
 * @param need whether it has to be given
 */
public record Field(
    String name,
    FieldType type,
    String fallback,
    String meaning,
    List<String> formerNames,
    Need need) {
  /** Whether a field has to be given. */
  public enum Need {
    OPTIONAL,
    REQUIRED
  }

  public Field {
    formerNames = List.copyOf(formerNames);
  }

  static Field field(String name, FieldType type, String meaning) {
    return new Field(name, type, "", meaning, List.of(), Need.OPTIONAL);
  }

  Field or(String newFallback) {
    return new Field(name, type, newFallback, meaning, formerNames, need);
  }

  Field formerly(String formerName) {
    return new Field(name, type, fallback, meaning, List.of(formerName), need);
  }

  Field required() {
    return new Field(name, type, fallback, meaning, formerNames, Need.REQUIRED);
  }

  /** The name in lowerCamelCase. */
  public String camelName() {
    return camel(name);
  }

  /** A snake_case name in lowerCamelCase. */
  public static String camel(String name) {
    StringBuilder out = new StringBuilder(name.length());
    boolean upper = false;
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (c == '_') {
        upper = true;
      } else {
        out.append(upper ? Character.toUpperCase(c) : c);
        upper = false;
      }
    }
    return out.toString();
  }
}
