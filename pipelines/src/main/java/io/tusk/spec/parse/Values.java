/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.spec.parse;

import io.tusk.spec.schema.ObjectType;
import io.tusk.spec.text.SpecNode;
import io.tusk.spec.text.SpecNode.Broken;
import io.tusk.spec.text.SpecNode.Flag;
import io.tusk.spec.text.SpecNode.Mapping;
import io.tusk.spec.text.SpecNode.Member;
import io.tusk.spec.text.SpecNode.Nothing;
import io.tusk.spec.text.SpecNode.Numeral;
import io.tusk.spec.text.SpecNode.Sequence;
import io.tusk.spec.text.SpecNode.Text;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Turns the value at a path into a Java one; reports one of another type. */
record Values(Path path, Reading reading) {
  private static final int MAX_INTEGER_TEXT = 40;

  private void mismatch(SpecNode value, String expected, String remedy) {
    if (!(value instanceof Broken)) {
      reading
          .problems()
          .error(value, path.dotted() + " must be " + expected + ", not " + value.kind() + remedy);
    }
  }

  Optional<String> text(SpecNode value) {
    if (value instanceof Text text) {
      return Optional.of(text.value());
    }
    boolean scalar = value instanceof Numeral || value instanceof Flag;
    mismatch(value, "a string", scalar ? "; put it in quotes" : "");
    return Optional.empty();
  }

  /** A whole number; 0 after a report. */
  long integer(SpecNode value, long min, long max) {
    String literal =
        value instanceof Numeral number
            ? number.literal()
            : value instanceof Text text && text.value().length() <= MAX_INTEGER_TEXT
                ? text.value()
                : "";
    long parsed;
    try {
      parsed = new BigDecimal(literal).longValueExact();
    } catch (NumberFormatException e) {
      mismatch(value, "a whole number", "");
      return 0;
    } catch (ArithmeticException e) {
      mismatch(value, "a whole number of at most 64 bits", "");
      return 0;
    }
    if (parsed < min || parsed > max) {
      String bounds =
          max == Long.MAX_VALUE ? "at least " + min : "a number from " + min + " to " + max;
      reading.problems().error(value, path.dotted() + " must be " + bounds + ", not " + parsed);
      return 0;
    }
    return parsed;
  }

  /** A finite number that is not negative; 0 after a report. */
  double decimal(SpecNode value) {
    String literal =
        value instanceof Numeral number
            ? number.literal()
            : value instanceof Text text ? text.value() : "";
    double parsed;
    try {
      parsed = new BigDecimal(literal.length() <= 100 ? literal : "").doubleValue();
    } catch (NumberFormatException e) {
      mismatch(value, "a number", "");
      return 0;
    }
    if (parsed < 0 || Double.isInfinite(parsed)) {
      mismatch(value, "a number of at least 0", "");
      return 0;
    }
    return parsed == 0 ? 0 : parsed;
  }

  private List<SpecNode> items(SpecNode value, String of) {
    if (value instanceof Sequence list) {
      for (int i = 0; i < list.items().size(); i++) {
        reading.positions().put(path.item(i), list.items().get(i).position());
      }
      return list.items();
    }
    mismatch(value, "a list of " + of, "");
    return List.of();
  }

  private Values item(int index) {
    return new Values(path.item(index), reading);
  }

  List<String> texts(SpecNode value) {
    List<SpecNode> items = items(value, "strings");
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < items.size(); i++) {
      item(i).text(items.get(i)).ifPresent(texts::add);
    }
    return texts;
  }

  List<Long> integers(SpecNode value, long min, long max) {
    List<SpecNode> items = items(value, "whole numbers");
    List<Long> numbers = new ArrayList<>();
    for (int i = 0; i < items.size(); i++) {
      numbers.add(item(i).integer(items.get(i), min, max));
    }
    return numbers;
  }

  List<Fields> objects(ObjectType type, SpecNode value) {
    List<SpecNode> items = items(value, "objects");
    List<Fields> objects = new ArrayList<>();
    for (int i = 0; i < items.size(); i++) {
      item(i).object(type, items.get(i)).ifPresent(objects::add);
    }
    return objects;
  }

  Optional<Fields> object(ObjectType type, SpecNode value) {
    return mapping(value).map(mapping -> new Fields(type, mapping, path, reading));
  }

  List<Mapping> mappings(SpecNode value) {
    List<SpecNode> items = items(value, "objects");
    List<Mapping> mappings = new ArrayList<>();
    for (int i = 0; i < items.size(); i++) {
      item(i).mapping(items.get(i)).ifPresent(mappings::add);
    }
    return mappings;
  }

  Optional<Mapping> mapping(SpecNode value) {
    if (value instanceof Mapping mapping) {
      return Optional.of(mapping);
    }
    mismatch(value, "an object", "");
    return Optional.empty();
  }

  Map<String, String> textMap(SpecNode value) {
    Map<String, String> map = new TreeMap<>();
    if (value instanceof Mapping mapping) {
      for (Member member : mapping.members()) {
        if (!member.name().equals(Fields.SCHEMA)) {
          Path child = path.child(member.name());
          reading.positions().put(child, member.value().position());
          new Values(child, reading)
              .text(member.value())
              .ifPresent(text -> map.put(member.name(), text));
        }
      }
    } else {
      mismatch(value, "an object of strings", "");
    }
    return map;
  }

  /** The literal of a text or a number; empty for anything else. */
  String nameOrNumber(SpecNode value) {
    return value instanceof Text text
        ? text.value()
        : value instanceof Numeral number ? number.literal() : "";
  }

  /** Whether a value is what protocol buffers do not write. */
  static boolean isZero(SpecNode value) {
    if (value instanceof Text text) {
      return text.value().isEmpty();
    }
    if (value instanceof Numeral number) {
      return number.literal().equals("0");
    }
    if (value instanceof Flag flag) {
      return !flag.value();
    }
    if (value instanceof Sequence list) {
      return list.items().isEmpty();
    }
    if (value instanceof Mapping mapping) {
      return mapping.members().isEmpty();
    }
    return value instanceof Nothing;
  }
}
