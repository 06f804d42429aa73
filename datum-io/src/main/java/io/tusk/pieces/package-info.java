/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */

/**
 * Content-addressed chunks and tree nodes, and the packs that they are stored in: {@link
 * PackWriter} writes them, {@link PieceReader} reads and verifies them.
 */
package io.tusk.pieces;
