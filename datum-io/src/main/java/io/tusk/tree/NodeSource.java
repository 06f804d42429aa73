/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.tree;

import io.tusk.pieces.Ref;

/** Where decoded nodes come from. */
interface NodeSource {
  Node node(Ref ref);

  /** Says that the node will be read soon. */
  void prefetch(Ref ref);

  /** {@code node} was stored under {@code ref} just now. */
  void stored(Ref ref, Node node);
}
