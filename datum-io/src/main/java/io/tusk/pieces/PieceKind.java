/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.pieces;

/** What a piece holds; {@code docs/format.md}, section 3. */
public enum PieceKind {
  CHUNK(1),
  NODE(2);

  private final int code;

  PieceKind(int code) {
    this.code = code;
  }

  public int code() {
    return code;
  }

  /** The kind as messages name it. */
  String word() {
    return this == CHUNK ? "chunk" : "node";
  }

  /**
   * @throws IllegalArgumentException for a code that this version does not know
   */
  public static PieceKind of(int code) {
    return switch (code) {
      case 1 -> CHUNK;
      case 2 -> NODE;
      default -> throw new IllegalArgumentException("unknown kind of piece: " + code);
    };
  }
}
