/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.plan;

import io.tusk.datum.DatumKey;
import io.tusk.datum.Mapped;
import java.util.Iterator;
import java.util.Optional;
import java.util.Set;

/** The paths of a datum that are of inputs with some names. */
record Named(Iterable<DatumKey.Part> parts, Set<String> names) implements Iterable<DatumKey.Part> {
  @Override
  public Iterator<DatumKey.Part> iterator() {
    return new Mapped<>(
        parts.iterator(), part -> Optional.of(part).filter(at -> names.contains(at.input())));
  }

  /** Whether there are no others. */
  boolean isAll() {
    for (DatumKey.Part part : parts) {
      if (!names.contains(part.input())) {
        return false;
      }
    }
    return true;
  }
}
