/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.datum;

import io.tusk.files.DirectoryEntry;
import io.tusk.files.PathEntry;
import io.tusk.name.BranchName;
import io.tusk.name.FilePath;

/**
 * A file or a directory that a datum is made of.
 *
 * @param leaf the number of the input among the leaves of the specification's input
 */
public record InputPath(int leaf, String input, BranchName branch, FilePath path, PathEntry entry) {
  /** What a key says of it. */
  public DatumKey.Part part() {
    return new DatumKey.Part(
        input,
        branch,
        path,
        entry instanceof DirectoryEntry ? DatumKey.Kind.DIRECTORY : DatumKey.Kind.FILE);
  }
}
