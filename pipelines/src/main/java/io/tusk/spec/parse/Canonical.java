/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.spec.parse;

import io.tusk.spec.schema.Field;
import io.tusk.spec.schema.FieldType;
import io.tusk.spec.schema.ObjectType;
import io.tusk.spec.text.Problems;
import io.tusk.spec.text.SpecNode;
import io.tusk.spec.text.SpecNode.Mapping;
import io.tusk.spec.text.SpecNode.Member;
import io.tusk.spec.text.SpecNode.Sequence;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Brings the names of a specification's fields to one spelling, so that two specifications can be
 * laid over each other. What is no field, and what has another type than its field, stays as it is.
 */
final class Canonical {
  private final Problems problems;

  Canonical(Problems problems) {
    this.problems = problems;
  }

  /** The same object without schema references; a field that is given twice is reported. */
  Mapping of(Mapping mapping, ObjectType type) {
    return of(mapping, type, Path.ROOT);
  }

  private Mapping of(Mapping mapping, ObjectType type, Path path) {
    Map<String, Member> first = new HashMap<>();
    List<Member> members = new ArrayList<>();
    for (Member member : mapping.members()) {
      if (member.name().equals(Fields.SCHEMA)) {
        continue;
      }
      Optional<Field> field = type.spelled(member.name());
      if (field.isEmpty()) {
        members.add(member);
        continue;
      }
      String name = field.get().name();
      Member other = first.putIfAbsent(name, member);
      if (other != null) {
        givenTwice(other, member, field.get(), path.child(name));
        continue;
      }
      if (isFormer(member, field.get()) && count(mapping, type, field.get()) == 1) {
        problems.warning(
            member.position(),
            member.value().pointer(),
            path.child(member.name()).dotted() + " is the old name of " + name + "; rename it");
      }
      SpecNode value = value(member.value(), field.get().type(), path.child(name));
      members.add(new Member(member.position(), name, value));
    }
    return new Mapping(mapping.position(), mapping.pointer(), members);
  }

  private static long count(Mapping mapping, ObjectType type, Field field) {
    return mapping.members().stream()
        .filter(member -> type.spelled(member.name()).filter(field::equals).isPresent())
        .count();
  }

  private static boolean isFormer(Member member, Field field) {
    return !member.name().equals(field.name()) && !member.name().equals(field.camelName());
  }

  private void givenTwice(Member first, Member second, Field field, Path path) {
    Member former = isFormer(second, field) ? second : first;
    if (isFormer(former, field)) {
      Path old = new Path(path.pointer().substring(0, path.pointer().lastIndexOf('/')));
      problems.error(
          former.position(),
          former.value().pointer(),
          old.child(former.name()).dotted()
              + " is the old name of "
              + field.name()
              + ", which is given too; remove it");
      return;
    }
    problems.error(
        second.position(),
        second.value().pointer(),
        path.dotted()
            + " is given twice, as \""
            + first.name()
            + "\" and as \""
            + second.name()
            + "\"; remove one");
  }

  private SpecNode value(SpecNode value, FieldType type, Path path) {
    if (type instanceof FieldType.One one && value instanceof Mapping mapping) {
      return of(mapping, one.type().get(), path);
    }
    if (type instanceof FieldType.Many many && value instanceof Sequence list) {
      List<SpecNode> items = new ArrayList<>();
      for (SpecNode item : list.items()) {
        items.add(
            item instanceof Mapping mapping
                ? of(mapping, many.type().get(), path.item(items.size()))
                : item);
      }
      return new Sequence(list.position(), list.pointer(), items);
    }
    return value;
  }
}
