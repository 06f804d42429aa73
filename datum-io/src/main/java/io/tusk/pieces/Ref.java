/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.pieces;

/**
 * A reference to a piece. Two references are to the same content when {@link #sameContent} says so,
 * wherever their pieces lie.
 */
public record Ref(PieceKind kind, Hash hash, Location location) {
  public boolean sameContent(Ref other) {
    return kind == other.kind && hash.equals(other.hash);
  }
}
