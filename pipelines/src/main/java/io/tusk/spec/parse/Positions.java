/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.spec.parse;

import io.tusk.spec.text.Position;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Where the values of one specification stand in its text, by canonical pointer. */
final class Positions {
  private final Map<String, Position> byPointer = new HashMap<>();

  Positions(Position root) {
    byPointer.put("", root);
  }

  void put(Path path, Position position) {
    byPointer.put(path.pointer(), position);
  }

  /** The place of the value or, where the author wrote none, of what holds it. */
  Position find(String pointer) {
    String at = pointer;
    Position found = byPointer.get(at);
    while (found == null) {
      at = at.substring(0, at.lastIndexOf('/'));
      found = byPointer.get(at);
    }
    return found;
  }

  /** Renumbers the items of a list: item {@code i} becomes what {@code order.get(i)} was. */
  void reorder(Path list, List<Integer> order) {
    Map<String, String> targets = new HashMap<>();
    for (int i = 0; i < order.size(); i++) {
      targets.put(String.valueOf(order.get(i)), String.valueOf(i));
    }
    String prefix = list.pointer() + "/";
    List<Map.Entry<String, Position>> moved = new ArrayList<>();
    byPointer
        .entrySet()
        .removeIf(
            entry -> {
              if (!entry.getKey().startsWith(prefix)) {
                return false;
              }
              String rest = entry.getKey().substring(prefix.length());
              int slash = rest.indexOf('/');
              String index = slash < 0 ? rest : rest.substring(0, slash);
              String target = targets.getOrDefault(index, index);
              String tail = slash < 0 ? "" : rest.substring(slash);
              moved.add(Map.entry(prefix + target + tail, entry.getValue()));
              return true;
            });
    for (Map.Entry<String, Position> entry : moved) {
      byPointer.put(entry.getKey(), entry.getValue());
    }
  }
}
