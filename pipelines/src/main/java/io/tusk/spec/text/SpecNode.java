/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.spec.text;

import io.tusk.error.Quote;
import java.util.List;

/**
 * A value of a JSON or YAML document, with its place. Strings hold neither NUL nor unpaired
 * surrogates.
 */
public sealed interface SpecNode {
  /** Where the value starts. */
  Position position();

  /** JSON pointer within the document. */
  String pointer();

  /** What the value is, for messages: {@code a list}. */
  String kind();

  /** A field of a mapping; the key's place is the field's. */
  record Member(Position position, String name, SpecNode value) {}

  /** An object; names are unique. */
  record Mapping(Position position, String pointer, List<Member> members) implements SpecNode {
    public Mapping {
      members = List.copyOf(members);
    }

    @Override
    public String kind() {
      return "an object";
    }
  }

  /** A list. */
  record Sequence(Position position, String pointer, List<SpecNode> items) implements SpecNode {
    public Sequence {
      items = List.copyOf(items);
    }

    @Override
    public String kind() {
      return "a list";
    }
  }

  /** A string. */
  record Text(Position position, String pointer, String value) implements SpecNode {
    @Override
    public String kind() {
      return "the string \"" + Quote.shortened(value) + "\"";
    }
  }

  /** A number; {@code literal} is valid JSON. */
  record Numeral(Position position, String pointer, String literal) implements SpecNode {
    @Override
    public String kind() {
      return "the number " + literal;
    }
  }

  /** True or false. */
  record Flag(Position position, String pointer, boolean value) implements SpecNode {
    @Override
    public String kind() {
      return String.valueOf(value);
    }
  }

  /** Null, which stands for an absent value. */
  record Nothing(Position position, String pointer) implements SpecNode {
    @Override
    public String kind() {
      return "null";
    }
  }

  /** A value that its reader refused and reported; takes the place of any value. */
  record Broken(Position position, String pointer) implements SpecNode {
    @Override
    public String kind() {
      return "an unreadable value";
    }
  }
}
