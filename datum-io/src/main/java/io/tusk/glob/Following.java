/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.glob;

import io.tusk.glob.GlobNode.AnyOne;
import io.tusk.glob.GlobNode.AnyPath;
import io.tusk.glob.GlobNode.AnyRun;
import io.tusk.glob.GlobNode.Choice;
import io.tusk.glob.GlobNode.Group;
import io.tusk.glob.GlobNode.Literal;
import io.tusk.glob.GlobNode.Negation;
import io.tusk.glob.GlobNode.OneOf;
import io.tusk.glob.GlobNode.Repeat;
import java.util.List;

/**
 * What a negation ends at. Where literal text, {@code *} or {@code **} may follow in the same
 * element, it excludes what an alternative matches the beginning of; elsewhere only what an
 * alternative matches up to the element's end.
 */
final class Following {
  private Following() {}

  /** Whether text follows before {@code node}, given whether it does after it. */
  static boolean of(GlobNode node, boolean after) {
    if (node instanceof Literal literal) {
      return literal.codePoint() != '/';
    }
    if (node instanceof AnyOne || node instanceof OneOf) {
      return after;
    }
    if (node instanceof Choice choice) {
      return any(choice.alternatives(), after);
    }
    if (node instanceof Group group) {
      boolean optional = group.repeat() == Repeat.OPTIONAL || group.repeat() == Repeat.ANY;
      return any(group.alternatives(), after) || (optional && after);
    }
    return node instanceof AnyRun || node instanceof AnyPath || node instanceof Negation;
  }

  private static boolean any(List<List<GlobNode>> alternatives, boolean after) {
    return alternatives.stream().anyMatch(alternative -> of(alternative, after));
  }

  private static boolean of(List<GlobNode> nodes, boolean after) {
    boolean follows = after;
    for (int i = nodes.size() - 1; i >= 0; i--) {
      follows = of(nodes.get(i), follows);
    }
    return follows;
  }
}
