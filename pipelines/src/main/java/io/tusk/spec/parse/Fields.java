/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.spec.parse;

import io.tusk.spec.RawJson;
import io.tusk.spec.text.Position;
import io.tusk.spec.text.Quote;
import io.tusk.spec.text.SpecNode;
import io.tusk.spec.text.SpecNode.Broken;
import io.tusk.spec.text.SpecNode.Flag;
import io.tusk.spec.text.SpecNode.Mapping;
import io.tusk.spec.text.SpecNode.Member;
import io.tusk.spec.text.SpecNode.Nothing;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The fields of one object while they are taken out of it. Each is asked for by its canonical name
 * and found under that or its lowerCamelCase form; what was never asked for is unknown. Values of a
 * wrong type are reported and read as absent.
 */
final class Fields {
  static final String SCHEMA = "$schema";

  private final Mapping node;
  private final Path path;
  private final Reading reading;
  private final Map<String, Member> members = new LinkedHashMap<>();
  private final Set<String> known = new LinkedHashSet<>();
  private final Set<String> taken = new HashSet<>();

  Fields(Mapping node, Path path, Reading reading) {
    this.node = node;
    this.path = path;
    this.reading = reading;
    for (Member member : node.members()) {
      members.put(member.name(), member);
    }
    taken.add(SCHEMA);
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
    known.add(name);
    String camel = camel(name);
    Member canonical = members.get(name);
    Member other = camel.equals(name) ? null : members.get(camel);
    if (other != null && canonical != null && !taken.contains(name)) {
      error(
          other.position(),
          other.value().pointer(),
          path.child(name).dotted()
              + " is given twice, as \""
              + name
              + "\" and as \""
              + camel
              + "\"; remove one");
    }
    taken.add(name);
    taken.add(camel);
    Member found = canonical != null ? canonical : other;
    if (found != null) {
      reading.positions().put(path.child(name), found.value().position());
    }
    return Optional.ofNullable(found);
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
    return node(name).flatMap(value -> values(name).text(value)).filter(text -> !text.isEmpty());
  }

  boolean flag(String name) {
    return optionalFlag(name).orElse(false);
  }

  Optional<Boolean> optionalFlag(String name) {
    Optional<SpecNode> value = node(name);
    if (value.isPresent() && !(value.get() instanceof Flag)) {
      error(
          value.get(),
          path.child(name).dotted() + " must be true or false, not " + value.get().kind());
      return Optional.empty();
    }
    return value.map(node -> ((Flag) node).value());
  }

  /** A whole number of at least {@code min}; 0 when it is absent. */
  long integer(String name, long min) {
    return node(name).map(value -> values(name).integer(value, min, Long.MAX_VALUE)).orElse(0L);
  }

  double decimal(String name) {
    return node(name).map(value -> values(name).decimal(value)).orElse(0.0);
  }

  List<String> texts(String name) {
    return node(name).map(value -> values(name).texts(value)).orElse(List.of());
  }

  List<Long> integers(String name, long min, long max) {
    return node(name).map(value -> values(name).integers(value, min, max)).orElse(List.of());
  }

  Map<String, String> textMap(String name) {
    return node(name).map(value -> values(name).textMap(value)).orElse(Map.of());
  }

  Optional<Fields> object(String name) {
    return node(name).flatMap(value -> values(name).object(value));
  }

  List<Fields> objects(String name) {
    return node(name).map(value -> values(name).objects(value)).orElse(List.of());
  }

  /** Any object, kept as it is. */
  Optional<RawJson> raw(String name) {
    return node(name).flatMap(value -> values(name).object(value)).map(o -> RawValues.of(o.node()));
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
    known.remove(name);
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
    known.remove(name);
  }

  /** Lets a field be given under the name that it had in older versions. */
  void renamed(String old, String name) {
    Member found = member(old).orElse(null);
    known.remove(old);
    if (found == null) {
      return;
    }
    String both = path.child(old).dotted() + " is the old name of " + name;
    if (members.containsKey(name) || members.containsKey(camel(name))) {
      error(found.position(), found.value().pointer(), both + ", which is given too; remove it");
      return;
    }
    reading.problems().warning(found.position(), found.value().pointer(), both + "; rename it");
    members.put(name, found);
  }

  /** Reports what was never asked for. */
  void end() {
    for (Member member : node.members()) {
      if (!taken.contains(member.name())) {
        Optional<String> meant =
            reading.problems().isFull()
                ? Optional.empty()
                : Suggestions.nearest(member.name(), known);
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

  static String camel(String name) {
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
