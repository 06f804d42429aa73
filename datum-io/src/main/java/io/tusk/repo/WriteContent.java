/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.repo;

import io.tusk.files.FileSet;
import io.tusk.pieces.Hash;
import io.tusk.tree.Tree;
import java.util.Set;

/**
 * A write to a branch in its normal form, which can be laid over any state of it.
 *
 * @param deletes a tree of paths, which are deleted first
 * @param puts laid over the rest then
 * @param appends whose files are put behind those that are there, at last
 * @param known the hashes of files and directories among them that were in the store before, as a
 *     hint: their chunks are listed already
 */
record WriteContent(Tree deletes, FileSet puts, FileSet appends, Set<Hash> known) {
  static final WriteContent EMPTY =
      new WriteContent(Tree.EMPTY, FileSet.EMPTY, FileSet.EMPTY, Set.of());
}
