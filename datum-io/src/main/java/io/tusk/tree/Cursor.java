/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.tree;

import io.tusk.pieces.Ref;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * A position in a tree, at an entry or at a whole subtree that has not been read. Moves forwards or
 * backwards, one way only.
 */
final class Cursor {
  /** How many subtrees behind one that is read may be asked for ahead, at first and at most. */
  private static final int FIRST_AHEAD = 4;

  private static final int MOST_AHEAD = 16;

  private static final class Frame {
    final Node node;
    int index;

    /** How many items from {@link #index} on were asked for ahead. */
    int asked;

    Frame(Node node, int index) {
      this.node = node;
      this.index = index;
    }

    void move(int step) {
      index += step;
      asked = Math.max(0, asked - 1);
    }
  }

  private final NodeSource nodes;
  private final int step;
  private final Deque<Frame> path = new ArrayDeque<>();
  private int ahead = FIRST_AHEAD;

  private Cursor(NodeSource nodes, int step) {
    this.nodes = nodes;
    this.step = step;
  }

  /** At the first item of the tree's root node; {@code root} may be null for the empty tree. */
  static Cursor forwards(NodeSource nodes, Node root) {
    Cursor cursor = new Cursor(nodes, 1);
    if (root != null) {
      cursor.path.push(new Frame(root, 0));
    }
    return cursor;
  }

  /** At the first entry whose key is not below {@code key}. */
  static Cursor forwardsFrom(NodeSource nodes, Node root, byte[] key) {
    Cursor cursor = forwards(nodes, root);
    while (!cursor.atEnd()) {
      Frame top = cursor.path.peek();
      top.index = top.node.firstNotBelow(key);
      if (top.index == top.node.size()) {
        cursor.path.pop();
        cursor.moveOn();
        return cursor;
      }
      if (top.node.level() == 0) {
        return cursor;
      }
      if (key.length == 0) {
        // Who begins at the start mostly goes on.
        cursor.descendOn();
      } else {
        cursor.descend();
      }
    }
    return cursor;
  }

  /** At the last entry whose key is below {@code key}; at the last of all when it is null. */
  static Cursor backwardsFrom(NodeSource nodes, Node root, byte[] key) {
    Cursor cursor = new Cursor(nodes, -1);
    if (root == null) {
      return cursor;
    }
    Node node = root;
    while (true) {
      int index = key == null ? node.size() : node.firstNotBelow(key);
      if (node.level() == 0) {
        cursor.path.push(new Frame(node, index - 1));
        cursor.settle();
        return cursor;
      }
      index = Math.min(index, node.size() - 1);
      cursor.path.push(new Frame(node, index));
      node = nodes.node(node.children().get(index).node());
    }
  }

  boolean atEnd() {
    return path.isEmpty();
  }

  boolean atEntry() {
    return path.peek().node.level() == 0;
  }

  int level() {
    return path.peek().node.level();
  }

  Entry entry() {
    Frame top = path.peek();
    return top.node.entries().get(top.index);
  }

  Ref subtree() {
    Frame top = path.peek();
    return top.node.children().get(top.index).node();
  }

  /** What the subtree counts. */
  long[] summary() {
    Frame top = path.peek();
    return top.node.children().get(top.index).summary();
  }

  /** The key of the entry, or the last one below the subtree. */
  byte[] lastKey() {
    Frame top = path.peek();
    return top.node.key(top.index);
  }

  /** A key that all keys from this position on are above; null where the tree begins. */
  byte[] lowerBound() {
    for (Frame frame : path) {
      if (frame.index > 0) {
        return frame.node.key(frame.index - 1);
      }
    }
    return null;
  }

  /** Replaces the subtree at this position by its items. */
  void descend() {
    Node node = nodes.node(subtree());
    path.push(new Frame(node, step > 0 ? 0 : node.size() - 1));
  }

  /** As {@link #descend}, for who goes on through the subtrees behind: more of them each time. */
  void descendOn() {
    Frame top = path.peek();
    for (top.asked = Math.max(1, top.asked); top.asked <= ahead; top.asked++) {
      int index = top.index + step * top.asked;
      if (index < 0 || index >= top.node.size()) {
        break;
      }
      nodes.prefetch(top.node.children().get(index).node());
    }
    ahead = Math.min(MOST_AHEAD, 2 * ahead);
    descend();
  }

  void advance() {
    path.peek().move(step);
    settle();
  }

  private void moveOn() {
    if (!path.isEmpty()) {
      advance();
    }
  }

  private void settle() {
    while (!path.isEmpty()) {
      Frame top = path.peek();
      if (top.index >= 0 && top.index < top.node.size()) {
        return;
      }
      path.pop();
      if (!path.isEmpty()) {
        path.peek().move(step);
      }
    }
  }
}
