/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.plan;

import io.tusk.pieces.Varints;
import java.util.ArrayList;
import java.util.List;

/** A datum, or a part of one, while it is planned. */
record Tuple(List<Element> elements) {
  static final Tuple EMPTY = new Tuple(List.of());

  static Tuple of(Element element) {
    return new Tuple(List.of(element));
  }

  Tuple plus(Tuple other) {
    if (elements.isEmpty()) {
      return other;
    }
    List<Element> all = new ArrayList<>(elements);
    all.addAll(other.elements);
    return new Tuple(all);
  }

  byte[] encode() {
    Varints.Output out = new Varints.Output();
    write(out);
    return out.toByteArray();
  }

  void write(Varints.Output out) {
    out.varint(elements.size());
    elements.forEach(element -> element.write(out));
  }

  static Tuple decode(byte[] bytes) {
    return read(new Varints.Input(bytes));
  }

  static Tuple read(Varints.Input in) {
    List<Element> elements = new ArrayList<>();
    for (int count = in.count(Integer.MAX_VALUE); count > 0; count--) {
      elements.add(Element.read(in));
    }
    return new Tuple(elements);
  }
}
