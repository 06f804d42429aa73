/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.datum;

import io.tusk.files.FileSet;
import io.tusk.glob.Glob;
import io.tusk.name.BranchName;
import java.util.Optional;

/**
 * A pfs input: each path of the branch's files that the glob matches.
 *
 * @param from what is no work: only files that differ from these are
 */
public record DatumInput(String name, BranchName branch, Glob glob, Optional<FileSet> from) {
  /** An input whose files are all work. */
  public DatumInput(String name, BranchName branch, Glob glob) {
    this(name, branch, glob, Optional.empty());
  }
}
