/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */

/**
 * Persistent sorted maps as Merkle trees, whose nodes are cut by content, so that two versions are
 * compared without reading what they share. {@link Trees} reads and edits them; the chunks of a
 * large file are a tree of the same kind, in the order of their places.
 */
package io.tusk.tree;
