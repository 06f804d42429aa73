/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.tree;

import io.tusk.pieces.Hash;
import io.tusk.pieces.Ref;
import java.util.Optional;

/**
 * A handle of an immutable sorted map: empty, a stored root node, or a single small node that is
 * held in memory because its parent will hold it inline.
 */
public final class Tree {
  public static final Tree EMPTY = new Tree(null, null);

  private final Ref root;
  private final Node inline;

  private Tree(Ref root, Node inline) {
    this.root = root;
    this.inline = inline;
  }

  public static Tree stored(Ref root) {
    return new Tree(root, null);
  }

  public static Tree inline(Node root) {
    return new Tree(null, root);
  }

  public boolean isEmpty() {
    return root == null && inline == null;
  }

  /** The hash of the root node; none for the empty tree. */
  public Optional<Hash> hash() {
    return isEmpty() ? Optional.empty() : Optional.of(root != null ? root.hash() : inline.hash());
  }

  /** The stored root; none for an empty or an inline tree. */
  public Optional<Ref> root() {
    return Optional.ofNullable(root);
  }

  /** The root of an inline tree. */
  public Optional<Node> inlineRoot() {
    return Optional.ofNullable(inline);
  }

  public boolean sameContent(Tree other) {
    return hash().equals(other.hash());
  }

  @Override
  public String toString() {
    return hash().map(hash -> "tree " + hash).orElse("empty tree");
  }
}
