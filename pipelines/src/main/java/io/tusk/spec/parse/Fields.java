/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.spec.parse;

import io.tusk.error.Quote;
import io.tusk.spec.RawJson;
import io.tusk.spec.schema.Field;
import io.tusk.spec.schema.FieldType;
import io.tusk.spec.schema.ObjectType;
import io.tusk.spec.text.Position;
import io.tusk.spec.text.SpecNode;
import io.tusk.spec.text.SpecNode.Broken;
import io.tusk.spec.text.SpecNode.Flag;
import io.tusk.spec.text.SpecNode.Mapping;
import io.tusk.spec.text.SpecNode.Member;
import io.tusk.spec.text.SpecNode.Nothing;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The fields of one object while they are taken out of it, each by its canonical name. Only the
 * fields of the object's type can be asked for, and all of them have to be; any other is unknown.
 * Values of a wrong type are reported and read as absent.
 */
final class Fields {
  static final String SCHEMA = "$schema";

  private final ObjectType type;
  private final Mapping node;
  private final Path path;
  private final Reading reading;
  private final Map<String, Member> members = new LinkedHashMap<>();
  private final Set<String> taken = new HashSet<>();

  /**
   * @param node in the canonical spelling
   */
  Fields(ObjectType type, Mapping node, Path path, Reading reading) {
    this.type = type;
    this.node = node;
    this.path = path;
    this.reading = reading;
    for (Member member : node.members()) {
      members.put(member.name(), member);
    }
  }

  Mapping node() {
    return node;
  }

  Path path() {
    return path;
  }

  Reading reading() {
    return reading;
  }

  private Optional<Member> member(String name) {
    declared(name);
    taken.add(name);
    Optional<Member> found = Optional.ofNullable(members.get(name));
    found.ifPresent(member -> reading.positions().put(path.child(name), member.value().position()));
    return found;
  }

  private Field declared(String name) {
    return type.field(name)
        .orElseThrow(
            () -> new IllegalStateException("\"" + name + "\" is no field of " + type.name()));
  }

  /** The type of a field, which the parser has to read as it is declared. */
  private <T extends FieldType> T declared(String name, Class<T> expected) {
    FieldType found = declared(name).type();
    if (!expected.isInstance(found)) {
      throw new IllegalStateException(
          "\"" + name + "\" of " + type.name() + " is declared as " + found);
    }
    return expected.cast(found);
  }

  /** As {@link #declared(String, Class)}, for scalars; a dropped field has no type. */
  private void requireScalar(String name, Class<? extends FieldType> expected) {
    if (!type.drops(name)) {
      declared(name, expected);
    }
  }

  /** The value; absent when it is null, and when its reader refused it. */
  Optional<SpecNode> node(String name) {
    return member(name)
        .map(Member::value)
        .filter(value -> !(value instanceof Nothing || value instanceof Broken));
  }

  /** Whether the author gave no value: not even a wrong one. */
  boolean absent(String name) {
    return member(name).map(member -> member.value() instanceof Nothing).orElse(true);
  }

  /** Whether the field is absent or says nothing; a value that is wrong says something. */
  boolean empty(String name) {
    return absent(name) || node(name).filter(Values::isZero).isPresent();
  }

  /** Whether a value other than null, false, zero, an empty text, list or object is there. */
  boolean meaningful(String name) {
    return node(name).filter(value -> !Values.isZero(value)).isPresent();
  }

  /** The text, or the empty one. */
  String text(String name) {
    return optionalText(name).orElse("");
  }

  /** The text; the empty one is absent. */
  Optional<String> optionalText(String name) {
    if (!(declared(name).type() instanceof FieldType.Choice)) {
      requireScalar(name, FieldType.Text.class);
    }
    return node(name).flatMap(value -> values(name).text(value)).filter(text -> !text.isEmpty());
  }

  boolean flag(String name) {
    return optionalFlag(name).orElse(false);
  }

  Optional<Boolean> optionalFlag(String name) {
    requireScalar(name, FieldType.Flag.class);
    Optional<SpecNode> value = node(name);
    if (value.isPresent() && !(value.get() instanceof Flag)) {
      error(
          value.get(),
          path.child(name).dotted() + " must be true or false, not " + value.get().kind());
      return Optional.empty();
    }
    return value.map(node -> ((Flag) node).value());
  }

  /** A whole number of at least 0, which it also is when it is absent. */
  long integer(String name) {
    declared(name, FieldType.Whole.class);
    return node(name).map(value -> values(name).integer(value, 0, Long.MAX_VALUE)).orElse(0L);
  }

  double decimal(String name) {
    declared(name, FieldType.Decimal.class);
    return node(name).map(value -> values(name).decimal(value)).orElse(0.0);
  }

  List<String> texts(String name) {
    declared(name, FieldType.Texts.class);
    return node(name).map(value -> values(name).texts(value)).orElse(List.of());
  }

  List<Long> integers(String name) {
    FieldType.Wholes bounds = declared(name, FieldType.Wholes.class);
    return node(name)
        .map(value -> values(name).integers(value, bounds.min(), bounds.max()))
        .orElse(List.of());
  }

  Map<String, String> textMap(String name) {
    declared(name, FieldType.TextMap.class);
    return node(name).map(value -> values(name).textMap(value)).orElse(Map.of());
  }

  Optional<Fields> object(String name) {
    ObjectType inner = declared(name, FieldType.One.class).type().get();
    return node(name).flatMap(value -> values(name).object(inner, value));
  }

  List<Fields> objects(String name) {
    ObjectType inner = declared(name, FieldType.Many.class).type().get();
    return node(name).map(value -> values(name).objects(inner, value)).orElse(List.of());
  }

  /** Any object, kept as it is. */
  Optional<RawJson> raw(String name) {
    declared(name, FieldType.Raw.class);
    return node(name).flatMap(value -> values(name).mapping(value)).map(RawValues::of);
  }

  /** Any objects, kept as they are. */
  List<RawJson> raws(String name) {
    declared(name, FieldType.Raws.class);
    return node(name).map(value -> values(name).mappings(value)).orElse(List.of()).stream()
        .map(RawValues::of)
        .toList();
  }

  Values values(String name) {
    return new Values(path.child(name), reading);
  }

  /** Warns when a field that older versions knew is set, and forgets it. */
  void ignored(String name, String reason) {
    member(name)
        .ifPresent(
            found ->
                reading
                    .problems()
                    .warning(
                        found.position(),
                        found.value().pointer(),
                        path.child(name).dotted() + " is ignored: " + reason));
  }

  /** Refuses a field that is set to anything. */
  void refused(String name, String remedy) {
    Optional<Member> found = member(name);
    if (found.isPresent() && meaningful(name)) {
      error(
          found.get().position(),
          found.get().value().pointer(),
          path.child(name).dotted() + " is not supported: " + remedy);
    }
  }

  /** Reports what was never asked for. */
  void end() {
    for (Field field : type.fields()) {
      if (!taken.contains(field.name())) {
        throw new IllegalStateException(
            "\"" + field.name() + "\" of " + type.name() + " is declared and never read");
      }
    }
    for (Member member : node.members()) {
      if (!taken.contains(member.name())) {
        Optional<String> meant =
            reading.problems().isFull()
                ? Optional.empty()
                : Suggestions.nearest(
                    member.name(), type.fields().stream().map(Field::name).toList());
        error(
            member.position(),
            member.value().pointer(),
            "unknown field \""
                + Quote.shortened(member.name())
                + "\" in "
                + path.dotted()
                + meant.map(name -> "; did you mean \"" + name + "\"?").orElse("; remove it"));
      }
    }
  }

  /** Reports a problem of a field, or of this object when the field is absent. */
  void error(String name, String message) {
    SpecNode at = member(name).map(Member::value).orElse(node);
    reading.problems().error(at, path.child(name).dotted() + " " + message);
  }

  void errorIf(boolean wrong, String name, String message) {
    if (wrong) {
      error(name, message);
    }
  }

  /** Reports a problem of this object. */
  void error(String message) {
    reading.problems().error(node, path.dotted() + " " + message);
  }

  /** Warns of what this object means. */
  void warning(String message) {
    reading.problems().warning(node.position(), node.pointer(), path.dotted() + " " + message);
  }

  /** Reports an absent field. */
  void missing(String name, String remedy) {
    if (empty(name)) {
      error(name, "is missing; " + remedy);
    }
  }

  private void error(SpecNode at, String message) {
    reading.problems().error(at, message);
  }

  private void error(Position position, String pointer, String message) {
    reading.problems().error(position, pointer, message);
  }
}
