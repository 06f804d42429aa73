/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.tree;

import io.tusk.pieces.Ref;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.function.Consumer;

/** The chunks of a sequence in order, from the one on that holds a byte. */
final class SequenceParts implements Iterator<SequencePart> {
  private static final class Frame {
    private final Node node;
    private final long base;
    private int index;

    private Frame(Node node, long base, long from) {
      this.node = node;
      this.base = base;
      this.index = from <= base ? 0 : node.firstNotBelow(Node.place(from - base + 1));
    }
  }

  private final NodeSource nodes;
  private final Consumer<Ref> visited;
  private final long from;
  private final Deque<Frame> path = new ArrayDeque<>();

  /** {@code visited}: is told of each node as it is read. */
  SequenceParts(NodeSource nodes, Ref root, long from, Consumer<Ref> visited) {
    this.nodes = nodes;
    this.visited = visited;
    this.from = from;
    enter(root, 0).requirePlaces();
  }

  private Node enter(Ref ref, long base) {
    visited.accept(ref);
    Node node = nodes.node(ref);
    path.push(new Frame(node, base, from));
    return node;
  }

  @Override
  public boolean hasNext() {
    while (!path.isEmpty()) {
      Frame top = path.peek();
      if (top.index == top.node.size()) {
        path.pop();
      } else if (top.node.level() == 0) {
        return true;
      } else {
        int index = top.index++;
        Node child = enter(top.node.children().get(index).node(), start(top, index));
        top.node.requireChild(index, child);
      }
    }
    return false;
  }

  private static long start(Frame frame, int index) {
    return frame.base + frame.node.end(index - 1);
  }

  @Override
  public SequencePart next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    Frame top = path.peek();
    int index = top.index++;
    return new SequencePart(
        top.node.entries().get(index).refs().get(0),
        start(top, index),
        top.base + top.node.end(index));
  }
}
