/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.plan;

import java.util.List;

/** What each part of a join has of a value. */
record Presence(List<Has> parts) {
  /** What a part has of a value: paths of outer leaves, of inner ones, or of both. */
  enum Has {
    NOTHING,
    OUTER,
    INNER,
    BOTH;

    static Has of(boolean outer, boolean inner) {
      return inner ? outer ? BOTH : INNER : outer ? OUTER : NOTHING;
    }

    boolean hasInner() {
      return this == INNER || this == BOTH;
    }
  }

  boolean isFull() {
    return !parts.contains(Has.NOTHING);
  }

  /** Whether combinations are made of the same parts in the same way. */
  boolean isLike(Presence other) {
    return isFull() ? other.isFull() : parts.equals(other.parts);
  }
}
