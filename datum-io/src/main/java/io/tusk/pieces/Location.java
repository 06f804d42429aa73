/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.pieces;

/** Where a piece's frame lies: {@code length} bytes from byte {@code offset} of a pack. */
public record Location(Pack pack, long offset, int length) {}
