/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.check;

import io.tusk.files.FileSet;
import io.tusk.repo.Commit;
import io.tusk.tree.Tree;

/** What a pipeline's commit holds, and whose it says that it is. */
record Output(FileSet files, Tree datums, Tree owners) {
  static final Output EMPTY = new Output(FileSet.EMPTY, Tree.EMPTY, Tree.EMPTY);

  static Output of(Commit commit, Commit.Result result) {
    return new Output(
        commit.files(),
        result.datums().map(Tree::stored).orElse(Tree.EMPTY),
        result.owners().map(Tree::stored).orElse(Tree.EMPTY));
  }
}
