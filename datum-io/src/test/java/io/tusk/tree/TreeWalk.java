/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.tree;

import io.tusk.error.ErrorCode;
import io.tusk.error.TuskException;
import io.tusk.pieces.HashTable;
import io.tusk.pieces.PieceKind;
import io.tusk.pieces.PieceReader;
import io.tusk.pieces.Ref;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * Visits every piece that can be reached from roots. Each node is read once, however many roots and
 * nodes refer to it; a chunk is visited again for each node that refers to it. Memory: about 43
 * bytes for each node, and the nodes on the way from the root to the current one. Not safe for
 * several threads.
 */
public final class TreeWalk {
  /** What is told of the walk. */
  public interface Visitor {
    /** A piece that something refers to; a node, before it is read. */
    void reached(Ref ref);

    /**
     * A node that is missing, altered or not in its place (code CORRUPT); what only it refers to is
     * not reached. The walk goes on.
     */
    void damaged(Ref ref, TuskException fault);
  }

  private static final class Frame {
    final Node node;
    final List<Ref> refs;
    int next;

    Frame(Node node) {
      this.node = node;
      this.refs = node.refs();
    }
  }

  private final PieceReader pieces;
  private final Visitor visitor;
  private final HashTable seen = new HashTable();
  private final Deque<Frame> path = new ArrayDeque<>();

  public TreeWalk(PieceReader pieces, Visitor visitor) {
    this.pieces = pieces;
    this.visitor = visitor;
  }

  /**
   * Visits {@code root} and what it leads to, but for what an earlier call visited.
   *
   * @throws TuskException STORAGE when the store cannot be read, and what the visitor throws
   */
  public void from(Ref root) {
    path.clear();
    reach(root, null);
    while (!path.isEmpty()) {
      Frame top = path.peek();
      if (top.next == top.refs.size()) {
        path.pop();
      } else {
        reach(top.refs.get(top.next++), top);
      }
    }
  }

  /** As {@link #from(Ref)}, for a tree that may be empty or inline. */
  public void from(Tree tree) {
    tree.root().ifPresent(this::from);
    tree.inlineRoot().ifPresent(node -> node.refs().forEach(this::from));
  }

  /** How many different nodes were reached. */
  public int nodes() {
    return seen.size();
  }

  private void reach(Ref ref, Frame from) {
    if (ref.kind() == PieceKind.CHUNK) {
      visitor.reached(ref);
      return;
    }
    if (!seen.add(ref.hash())) {
      return;
    }
    visitor.reached(ref);
    Node node;
    try {
      node = Node.read(pieces, ref);
      if (from != null && from.node.level() > 0) {
        from.node.requireChild(from.next - 1, node);
      }
    } catch (TuskException e) {
      if (e.code() != ErrorCode.CORRUPT) {
        throw e;
      }
      visitor.damaged(ref, e);
      return;
    }
    path.push(new Frame(node));
  }
}
