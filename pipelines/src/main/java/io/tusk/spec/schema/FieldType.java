/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.spec.schema;

import java.util.List;
import java.util.function.Supplier;

/**
 * What a field of a specification may hold. Every field may also be null, which is as if absent.
 */
public sealed interface FieldType {
  /** A string; {@code form} says in a few words what it must look like, or is empty. */
  record Text(String form) implements FieldType {}

  /** One of a few strings; where {@code Pachyderm} numbers them, in that order. */
  record Choice(List<String> values) implements FieldType {
    public Choice {
      values = List.copyOf(values);
    }
  }

  /** True or false. */
  record Flag() implements FieldType {}

  /** A whole number of at least 0, also as a string. */
  record Whole() implements FieldType {}

  /** A number of at least 0, also as a string. */
  record Decimal() implements FieldType {}

  /** A list of strings. */
  record Texts() implements FieldType {}

  /** A list of whole numbers. */
  record Wholes(long min, long max) implements FieldType {}

  /** An object whose fields are the user's, with strings for values. */
  record TextMap() implements FieldType {}

  /** An object; it may hold objects of its own type. */
  record One(Supplier<ObjectType> type) implements FieldType {}

  /** A list of objects. */
  record Many(Supplier<ObjectType> type) implements FieldType {}

  /** Any object, kept as it is. */
  record Raw() implements FieldType {}

  /** A list of any objects, kept as they are. */
  record Raws() implements FieldType {}
}
