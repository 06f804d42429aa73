/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.tree;

import io.tusk.error.ErrorCode;
import io.tusk.error.TuskException;
import io.tusk.pieces.Hash;
import io.tusk.pieces.Ref;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

/**
 * Checks that nodes are what their parents say: their level, their keys, what they count. Each node
 * is looked at once, however many trees have it; of each, its keys at both ends and its sums stay
 * in memory. Not safe for several threads.
 */
public final class TreeCheck {
  /** What a tree is made of. */
  public interface Kind {
    Summarizer summarizer();

    /**
     * Looks at an entry of a leaf.
     *
     * @throws TuskException CORRUPT
     */
    void check(Entry entry);
  }

  /** What a node says of itself; {@code sums} as the kind of its tree counts. */
  public record Facts(Node.Order order, int level, byte[] firstKey, byte[] lastKey, long[] sums) {}

  private record Task(Ref node, Kind kind) {}

  private final Trees trees;
  private final Map<Hash, Facts> seen = new HashMap<>();
  private final Deque<Task> tasks = new ArrayDeque<>();

  public TreeCheck(Trees trees) {
    this.trees = trees;
  }

  /**
   * What the root of a tree says; all that is below it is checked by {@link #run}.
   *
   * @throws TuskException CORRUPT when it is missing or altered
   */
  public Facts root(Ref root, Kind kind) {
    Facts known = seen.get(root.hash());
    if (known != null) {
      return known;
    }
    Node node = trees.node(root);
    Facts facts = facts(node, kind.summarizer());
    seen.put(root.hash(), facts);
    tasks.push(new Task(root, kind));
    return facts;
  }

  /**
   * Checks what waits. After an exception it may be called again, for the rest.
   *
   * @throws TuskException CORRUPT, about the first that is wrong
   */
  public void run() {
    while (!tasks.isEmpty()) {
      Task task = tasks.pop();
      Node node = trees.node(task.node());
      node.entries().forEach(task.kind()::check);
      if (node.level() == 0 && node.order() == Node.Order.PLACES) {
        requireLengths(node);
      }
      for (int i = 0; i < node.children().size(); i++) {
        Child child = node.children().get(i);
        Facts facts = root(child.node(), task.kind());
        if (facts.order() != node.order()
            || facts.level() != node.level() - 1
            || !isInPlace(facts, node, i)) {
          throw differs(child, node, "its level or its keys differ");
        }
        if (!Arrays.equals(facts.sums(), child.summary())) {
          throw differs(
              child,
              node,
              "it counts "
                  + Arrays.toString(facts.sums())
                  + ", not "
                  + Arrays.toString(child.summary()));
        }
      }
    }
  }

  private static boolean isInPlace(Facts child, Node parent, int index) {
    if (parent.order() == Node.Order.PLACES) {
      return Node.end(child.lastKey()) == parent.end(index) - parent.end(index - 1);
    }
    return Arrays.equals(child.lastKey(), parent.key(index))
        && (index == 0 || Arrays.compareUnsigned(child.firstKey(), parent.key(index - 1)) > 0);
  }

  private static void requireLengths(Node leaf) {
    for (int i = 0; i < leaf.size(); i++) {
      Ref chunk = leaf.entries().get(i).refs().get(0);
      long length = leaf.end(i) - leaf.end(i - 1);
      if (length != chunk.location().length()) {
        throw new TuskException(
            ErrorCode.CORRUPT,
            "node "
                + leaf.hash()
                + " says that chunk "
                + chunk.hash()
                + " has "
                + length
                + " bytes, not "
                + chunk.location().length());
      }
    }
  }

  private static Facts facts(Node node, Summarizer summarizer) {
    long[] sums = new long[summarizer.width()];
    node.entries().forEach(entry -> summarizer.add(entry, sums));
    for (Child child : node.children()) {
      for (int i = 0; i < Math.min(sums.length, child.summary().length); i++) {
        sums[i] += child.summary()[i];
      }
    }
    return new Facts(node.order(), node.level(), node.key(0), node.lastKey(), sums);
  }

  private static TuskException differs(Child child, Node parent, String fact) {
    return new TuskException(
        ErrorCode.CORRUPT,
        "node "
            + child.node().hash()
            + " is not what its parent "
            + parent.hash()
            + " says: "
            + fact);
  }
}
