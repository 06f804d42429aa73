/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.spec.schema;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The fields of one kind of object in a specification. */
public final class ObjectType {
  private final String name;
  private final List<Field> fields;
  private final Set<String> dropped;
  private final Map<String, Field> spellings = new HashMap<>();

  private ObjectType(String name, List<Field> fields, Set<String> dropped) {
    this.name = name;
    this.fields = fields;
    this.dropped = dropped;
    for (Field field : fields) {
      for (String former : field.formerNames()) {
        spellings.put(former, field);
        spellings.put(Field.camel(former), field);
      }
    }
    for (Field field : fields) {
      spellings.put(field.name(), field);
      spellings.put(field.camelName(), field);
    }
    for (String former : dropped) {
      Field field = Field.field(former, new FieldType.Raw(), "");
      spellings.put(former, field);
      spellings.put(field.camelName(), field);
    }
  }

  static ObjectType of(String name, Field... fields) {
    return new ObjectType(name, List.of(fields), Set.of());
  }

  /** With fields that Pachyderm has or had and that are never heeded. */
  ObjectType dropping(String... names) {
    return new ObjectType(name, fields, Set.of(names));
  }

  /** What objects of this kind are called: {@code pfs}. */
  public String name() {
    return name;
  }

  /** In the order in which they are documented. */
  public List<Field> fields() {
    return fields;
  }

  /** Whether the parser knows the field only to say what to do instead. */
  public boolean drops(String canonical) {
    return dropped.contains(canonical);
  }

  /** The field of a canonical name. */
  public Optional<Field> field(String canonical) {
    return Optional.ofNullable(spellings.get(canonical))
        .filter(field -> field.name().equals(canonical));
  }

  /** The field that is meant by a name in either spelling, present or former. */
  public Optional<Field> spelled(String spelling) {
    return Optional.ofNullable(spellings.get(spelling));
  }
}
