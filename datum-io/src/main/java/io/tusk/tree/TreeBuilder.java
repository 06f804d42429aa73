/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.tree;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tusk.error.ErrorCode;
import io.tusk.error.TuskException;
import io.tusk.pieces.Hash;
import io.tusk.pieces.PackWriter;
import io.tusk.pieces.Ref;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Builds a tree from entries in ascending order of keys, writing each node as soon as it ends.
 * Whole subtrees of another tree are taken over where node boundaries coincide.
 */
final class TreeBuilder {
  /** One level's unfinished node. */
  private static final class Level {
    final List<Entry> entries = new ArrayList<>();
    final List<Child> children = new ArrayList<>();
    int size;
    long[] summary;

    boolean isEmpty() {
      return entries.isEmpty() && children.isEmpty();
    }
  }

  private final TreeParameters parameters;
  private final Summarizer summarizer;
  private final PackWriter out;
  private final Map<Hash, Ref> known;
  private final NodeSource nodes;
  private final List<Level> levels = new ArrayList<>();
  private final NodeEnds ends;
  private byte[] lastKey;

  /** {@code known}: nodes that are stored already and need not be written again. */
  TreeBuilder(
      TreeParameters parameters,
      Summarizer summarizer,
      NodeSource nodes,
      PackWriter out,
      Map<Hash, Ref> known) {
    this.parameters = parameters;
    this.ends = new NodeEnds(parameters);
    this.summarizer = summarizer;
    this.nodes = nodes;
    this.out = out;
    this.known = known;
  }

  void append(Entry entry) {
    if (lastKey != null && Arrays.compareUnsigned(lastKey, entry.key()) >= 0) {
      throw new IllegalArgumentException("keys must ascend: " + new String(entry.key(), UTF_8));
    }
    int size = entry.size();
    if (size > parameters.entryMax()) {
      throw new TuskException(
          ErrorCode.USAGE,
          "entry \""
              + new String(entry.key(), UTF_8)
              + "\" takes "
              + size
              + " bytes; at most "
              + parameters.entryMax()
              + " are possible: shorten its name");
    }
    lastKey = entry.key();
    Level level = level(0);
    level.entries.add(entry);
    level.size += size;
    summarizer.add(entry, level.summary);
    if (ends.endsAfter(level.size, 0, entry.key(), size)) {
      write(0);
    }
  }

  /** Whether no node below {@code level} is unfinished. */
  boolean isAligned(int level) {
    for (int i = 0; i < level && i < levels.size(); i++) {
      if (!levels.get(i).isEmpty()) {
        return false;
      }
    }
    return true;
  }

  /** Appends a finished node of level {@code level - 1}; requires {@link #isAligned}. */
  void append(int level, Child child) {
    Level at = level(level);
    lastKey = child.lastKey();
    at.children.add(child);
    int size = child.size();
    at.size += size;
    for (int i = 0; i < at.summary.length; i++) {
      at.summary[i] += child.summary()[i];
    }
    if (at.children.size() > 1 && ends.endsAfter(at.size, level, child.lastKey(), size)) {
      write(level);
    }
  }

  /** The tree; one that fits is left inline when {@code inlineMax} > 0 allows it. */
  Tree finish(int inlineMax) {
    for (int i = 0; i < levels.size(); i++) {
      Level level = levels.get(i);
      if (!isTop(i)) {
        if (!level.isEmpty()) {
          write(i);
        }
        continue;
      }
      if (i > 0 && level.children.size() == 1) {
        return lowest(level.children.get(0).node(), inlineMax);
      }
      if (i == 0) {
        if (level.isEmpty()) {
          return Tree.EMPTY;
        }
        Node leaf = Node.leaf(level.entries);
        return leaf.hashed().length <= inlineMax ? Tree.inline(leaf) : Tree.stored(store(leaf));
      }
      return Tree.stored(store(Node.inner(i, level.children)));
    }
    return Tree.EMPTY;
  }

  /** {@code tree} itself, inline or stored as {@link #finish} would leave it. */
  Tree settle(Tree tree, int inlineMax) {
    if (tree.inlineRoot().isPresent()) {
      Node root = tree.inlineRoot().get();
      return root.hashed().length <= inlineMax ? tree : Tree.stored(store(root));
    }
    if (tree.isEmpty() || inlineMax == 0) {
      return tree;
    }
    Node root = nodes.node(tree.root().get());
    return root.level() == 0 && root.hashed().length <= inlineMax ? Tree.inline(root) : tree;
  }

  /** The root is the lowest level's only node: inner nodes with one child are passed by. */
  private Tree lowest(Ref root, int inlineMax) {
    Ref ref = root;
    while (true) {
      Node node = nodes.node(ref);
      if (node.level() == 0) {
        return node.hashed().length <= inlineMax ? Tree.inline(node) : Tree.stored(ref);
      }
      if (node.children().size() > 1) {
        return Tree.stored(ref);
      }
      ref = node.children().get(0).node();
    }
  }

  private boolean isTop(int index) {
    for (int i = index + 1; i < levels.size(); i++) {
      if (!levels.get(i).isEmpty()) {
        return false;
      }
    }
    return true;
  }

  private Level level(int index) {
    while (levels.size() <= index) {
      Level level = new Level();
      level.summary = new long[summarizer.width()];
      levels.add(level);
    }
    return levels.get(index);
  }

  private void write(int index) {
    Level level = levels.get(index);
    Node node = index == 0 ? Node.leaf(level.entries) : Node.inner(index, level.children);
    Child child = new Child(node.lastKey(), level.summary, store(node));
    level.entries.clear();
    level.children.clear();
    level.size = 0;
    level.summary = new long[summarizer.width()];
    append(index + 1, child);
  }

  private Ref store(Node node) {
    Ref stored = known.get(node.hash());
    if (stored == null) {
      stored = out.writeNode(node.hash(), node.piece());
      nodes.stored(stored, node);
    }
    return stored;
  }
}
