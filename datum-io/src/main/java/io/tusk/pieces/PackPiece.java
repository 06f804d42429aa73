/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.pieces;

/** A piece as the directory of its pack lists it. */
public record PackPiece(Hash hash, PieceKind kind, long offset, int length) {}
