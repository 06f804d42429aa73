/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.plan;

import io.tusk.datum.DatumInput;
import io.tusk.datum.DatumKey;
import io.tusk.datum.Mapped;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The paths that tuples stand for. */
final class Paths {
  private final List<DatumInput> leaves;
  private final Map<Integer, GroupDatums> groups = new HashMap<>();

  Paths(List<DatumInput> leaves) {
    this.leaves = leaves;
  }

  void add(int section, GroupDatums group) {
    groups.put(section, group);
  }

  DatumInput leaf(int number) {
    return leaves.get(number);
  }

  /** What a join or group compares of the path. */
  KeyValue value(Element.Path path, String template) {
    String text =
        leaf(path.leaf())
            .glob()
            .match(path.path())
            .orElseThrow(() -> new IllegalStateException(path + " does not match its glob"))
            .expand(template);
    return KeyValue.of(text);
  }

  DatumKey.Part part(Element.Path path) {
    DatumInput leaf = leaf(path.leaf());
    return new DatumKey.Part(leaf.name(), leaf.branch(), path.path(), path.kind());
  }

  /** The paths of a tuple that is there in {@code state}, in their order; streams. */
  Iterable<Element.Path> of(Tuple tuple, InputState state) {
    return () -> new Chained<>(tuple.elements().iterator(), element -> of(element, state));
  }

  private Iterator<Element.Path> of(Element element, InputState state) {
    return element instanceof Element.Members members
        ? groups.get(members.section()).members(state, members.value())
        : List.of((Element.Path) element).iterator();
  }

  Iterable<DatumKey.Part> parts(Tuple tuple, InputState state) {
    Iterable<Element.Path> paths = of(tuple, state);
    return () -> new Mapped<>(paths.iterator(), path -> Optional.of(part(path)));
  }
}
