/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.tree;

import io.tusk.pieces.Hash;
import io.tusk.pieces.PackWriter;
import io.tusk.pieces.Ref;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/** One pass of sorted edits over a tree: touched leaves are built again, the rest is taken over. */
final class TreeEditing {
  private final NodeSource nodes;
  private final Iterator<Edit> edits;
  private final Map<Hash, Ref> known = new HashMap<>();
  private final TreeBuilder builder;
  private Edit next;

  TreeEditing(
      TreeParameters parameters,
      Summarizer summarizer,
      NodeSource nodes,
      Iterator<Edit> edits,
      PackWriter out) {
    this.nodes = nodes;
    this.edits = edits;
    this.builder = new TreeBuilder(parameters, summarizer, nodes, out, known);
    advance();
  }

  Tree apply(Tree base, int inlineMax) {
    if (next == null) {
      return builder.settle(base, inlineMax);
    }
    base.root().ifPresent(ref -> visit(remember(ref), null));
    base.inlineRoot().ifPresent(node -> visit(node, null));
    appendEditsUpTo(null);
    return builder.finish(inlineMax);
  }

  private Node remember(Ref ref) {
    Node node = nodes.node(ref);
    known.put(node.hash(), ref);
    return node;
  }

  /** {@code upTo}: the last key whose edits belong to this node; null for the rightmost. */
  private void visit(Node node, byte[] upTo) {
    if (node.level() == 0) {
      for (Entry entry : node.entries()) {
        merge(entry);
      }
      appendEditsUpTo(upTo);
      return;
    }
    List<Child> children = node.children();
    for (int i = 0; i < children.size(); i++) {
      Child child = children.get(i);
      byte[] childUpTo = i + 1 == children.size() ? upTo : child.lastKey();
      if (!touches(childUpTo) && builder.isAligned(node.level())) {
        builder.append(node.level(), child);
      } else {
        visit(remember(child.node()), childUpTo);
      }
    }
  }

  private boolean touches(byte[] upTo) {
    return next != null && (upTo == null || Arrays.compareUnsigned(next.key(), upTo) <= 0);
  }

  private void merge(Entry entry) {
    while (next != null) {
      int order = Arrays.compareUnsigned(next.key(), entry.key());
      if (order > 0) {
        break;
      }
      next.entry().ifPresent(builder::append);
      advance();
      if (order == 0) {
        return;
      }
    }
    builder.append(entry);
  }

  private void appendEditsUpTo(byte[] upTo) {
    while (touches(upTo)) {
      next.entry().ifPresent(builder::append);
      advance();
    }
  }

  private void advance() {
    Edit previous = next;
    next = edits.hasNext() ? edits.next() : null;
    if (previous != null
        && next != null
        && Arrays.compareUnsigned(previous.key(), next.key()) >= 0) {
      throw new IllegalArgumentException("edits must ascend by key, one for each");
    }
  }
}
