/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.plan;

import io.tusk.files.FileSet;
import io.tusk.tree.Tree;
import java.util.List;

/**
 * What the inputs of a job hold.
 *
 * @param files per leaf, in the order of their numbers
 * @param leaves the leaf tree: which paths its joins and groups compare, by value
 */
public record InputState(List<FileSet> files, Tree leaves) {
  public InputState {
    files = List.copyOf(files);
  }

  InputState withLeaves(Tree newLeaves) {
    return new InputState(files, newLeaves);
  }
}
