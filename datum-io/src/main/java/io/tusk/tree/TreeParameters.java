/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.tree;

/**
 * The frozen sizes that decide where nodes end, in bytes; {@code docs/format.md}, section 4.
 *
 * @param nodeMin no node ends before, but the last of its level
 * @param nodeScale the mean length of what follows the minimum
 * @param nodeCap a node that reached it ends
 * @param entryMax the largest entry that is accepted
 * @param inlineMax the largest hashed part of a tree that is held inline by its parent
 * @throws IllegalArgumentException where a node could be more than {@link #MOST_NODE_BYTES} long
 */
public record TreeParameters(int nodeMin, int nodeScale, int nodeCap, int entryMax, int inlineMax) {
  /** No node's hashed part is longer, whatever the parameters. */
  static final int MOST_NODE_BYTES = 1 << 16;

  /** How much longer than the shortest leaf entry an inner entry with the same key can be. */
  private static final int INNER_EXCESS = 192;

  public static final TreeParameters DEFAULT =
      new TreeParameters(4_096, 6_144, 10_240, 6_080, 1_024);

  public TreeParameters {
    if (nodeMin < 1
        || nodeScale < 1
        || nodeCap < nodeMin
        || entryMax < 1
        || inlineMax < 0
        || inlineMax > entryMax
        || (long) nodeCap + entryMax + INNER_EXCESS > MOST_NODE_BYTES) {
      throw new IllegalArgumentException(
          String.format(
              "no tree can have these sizes: node %d to %d at scale %d, entry %d, inline %d",
              nodeMin, nodeCap, nodeScale, entryMax, inlineMax));
    }
  }
}
