/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.datum;

import io.tusk.files.FileSet;
import io.tusk.tree.Tree;
import java.util.Optional;

/**
 * What a plan is made of.
 *
 * @param files what the input's commit holds
 * @param view of an input with {@code from}: the files that are work; others keep the results that
 *     they have, and are not run
 * @param base what the output's last good commit was made from, if there is one
 * @param results the pipeline's results tree
 */
public record PlanRequest(
    DatumInput input,
    FileSet files,
    Optional<FileSet> view,
    String salt,
    Optional<Base> base,
    Tree results,
    Reprocess reprocess) {
  /** For an input whose files are all work. */
  public PlanRequest(
      DatumInput input,
      FileSet files,
      String salt,
      Optional<Base> base,
      Tree results,
      Reprocess reprocess) {
    this(input, files, Optional.empty(), salt, base, results, reprocess);
  }

  /**
   * The state that the plan starts from.
   *
   * @param files what its input held, when it was of the same shape; only then differences say what
   *     changed
   * @param held what its input held, when its salt was the same; what is not work keeps its result
   *     while it is as it was there
   * @param datums its datum tree
   */
  public record Base(Optional<FileSet> files, Optional<FileSet> held, Tree datums) {
    public Base(Optional<FileSet> files, Tree datums) {
      this(files, files, datums);
    }
  }

  /** Which datums are run again though nothing changed. */
  public enum Reprocess {
    NONE,
    ALL
  }
}
