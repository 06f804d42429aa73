/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.tree;

import io.tusk.pieces.Hash;
import io.tusk.pieces.PackWriter;
import io.tusk.pieces.Ref;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Builds the tree of a sequence of chunks, writing each node as soon as it ends; {@code
 * docs/format.md}, section 4. What comes before a node, and how much, has no influence on it. Not
 * for use by several threads.
 */
public final class SequenceBuilder {
  private static final byte[] NO_VALUE = {};
  private static final long[] NO_SUMMARY = {};

  /** One level's unfinished node. */
  private static final class Level {
    private final List<Entry> entries = new ArrayList<>();
    private final List<Child> children = new ArrayList<>();
    private int size;
    private long bytes;

    private boolean isEmpty() {
      return entries.isEmpty() && children.isEmpty();
    }

    private int add(Entry entry) {
      entries.add(entry);
      size += entry.size();
      bytes = Node.end(entry.key());
      return entry.size();
    }

    private int add(Child child) {
      children.add(child);
      size += child.size();
      bytes = Node.end(child.lastKey());
      return child.size();
    }
  }

  private final NodeSource nodes;
  private final PackWriter out;
  private final Function<Hash, Optional<Ref>> stored;
  private final NodeEnds ends;
  private final List<Level> levels = new ArrayList<>();

  /** {@code stored}: finds nodes that need not be written again. */
  SequenceBuilder(
      TreeParameters parameters,
      NodeSource nodes,
      PackWriter out,
      Function<Hash, Optional<Ref>> stored) {
    this.nodes = nodes;
    this.out = out;
    this.stored = stored;
    this.ends = new NodeEnds(parameters);
  }

  /**
   * Begins with all chunks of {@code sequence} but the last, reading a path of nodes. To be called
   * before all else.
   *
   * @return the last chunk
   */
  public Ref resume(Tree sequence) {
    Node node = nodes.node(sequence.root().orElseThrow()).requirePlaces();
    while (true) {
      int last = node.size() - 1;
      Level level = level(node.level());
      if (node.level() == 0) {
        node.entries().subList(0, last).forEach(level::add);
        return node.entries().get(last).refs().get(0);
      }
      node.children().subList(0, last).forEach(level::add);
      Node child = nodes.node(node.children().get(last).node());
      node.requireChild(last, child);
      node = child;
    }
  }

  /** How long the chunks are together. */
  public long bytes() {
    return levels.stream().mapToLong(level -> level.bytes).sum();
  }

  /** Appends a chunk that is not empty. */
  public void append(Ref chunk) {
    Level level = level(0);
    byte[] place = Node.place(level.bytes + chunk.location().length());
    int size = level.add(Entry.of(place, NO_VALUE, List.of(chunk)));
    if (ends.endsAfter(level.size, 0, chunk.hash().toBytes(), size)) {
      write(0);
    }
  }

  private void append(int index, Ref node, long bytes) {
    Level level = level(index);
    int size = level.add(new Child(Node.place(level.bytes + bytes), NO_SUMMARY, node));
    if (level.children.size() > 1
        && ends.endsAfter(level.size, index, node.hash().toBytes(), size)) {
      write(index);
    }
  }

  private Level level(int index) {
    while (levels.size() <= index) {
      levels.add(new Level());
    }
    return levels.get(index);
  }

  private void write(int index) {
    Level level = levels.set(index, new Level());
    append(index + 1, store(node(index, level)), level.bytes);
  }

  private static Node node(int index, Level level) {
    return index == 0
        ? Node.leaf(Node.Order.PLACES, level.entries)
        : Node.inner(Node.Order.PLACES, index, level.children);
  }

  private Ref store(Node node) {
    Optional<Ref> known = stored.apply(node.hash());
    if (known.isPresent()) {
      return known.get();
    }
    Ref written = out.writeNode(node.hash(), node.piece());
    nodes.stored(written, node);
    return written;
  }

  /** The tree of at least one chunk. */
  public Tree finish() {
    for (int i = 0; i + 1 < levels.size(); i++) {
      if (!levels.get(i).isEmpty()) {
        write(i);
      }
    }
    int top = levels.size() - 1;
    Level level = levels.get(top);
    if (top > 0 && level.children.size() == 1) {
      return Tree.stored(lowest(level.children.get(0).node()));
    }
    return Tree.stored(store(node(top, level)));
  }

  /** The root is the lowest level's only node: inner nodes with one child are passed by. */
  private Ref lowest(Ref root) {
    Ref ref = root;
    Node node = nodes.node(ref);
    while (node.level() > 0 && node.children().size() == 1) {
      ref = node.children().get(0).node();
      node = nodes.node(ref);
    }
    return ref;
  }
}
