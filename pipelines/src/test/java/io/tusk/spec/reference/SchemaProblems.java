/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.spec.reference;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/** What the schema of specifications has against a value. */
public final class SchemaProblems {
  private static final SchemaCheck CHECK = new SchemaCheck(JsonSchema.write());

  private SchemaProblems() {}

  public static List<String> of(JsonNode value) {
    return CHECK.problems(value);
  }
}
