/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */

/**
 * The index of a store's chunks by hash, in which a write looks up what is stored already; {@link
 * ChunkIndexes} reads and updates it.
 */
package io.tusk.index;
