/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.spec.parse;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * The names of inputs that one datum may show together. The arms of a union may share names among
 * each other, but not with what the union is combined with.
 */
final class InputNames {
  private final Optional<InputNames> outer;
  private final Set<String> names = new HashSet<>();

  private InputNames(Optional<InputNames> outer) {
    this.outer = outer;
  }

  static InputNames create() {
    return new InputNames(Optional.empty());
  }

  /** The names of one arm of a union. */
  InputNames arm() {
    return new InputNames(Optional.of(this));
  }

  /** Adds what an arm used, once all arms are read. */
  void merge(InputNames arm) {
    names.addAll(arm.names);
  }

  /** Whether the name was free. */
  boolean add(String name) {
    for (Optional<InputNames> at = outer; at.isPresent(); at = at.get().outer) {
      if (at.get().names.contains(name)) {
        return false;
      }
    }
    return names.add(name);
  }
}
