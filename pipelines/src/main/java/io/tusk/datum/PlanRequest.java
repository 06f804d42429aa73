/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.datum;

import io.tusk.files.FileSet;
import io.tusk.tree.Tree;
import java.util.Optional;

/**
 * What a plan is made of.
 *
 * @param files what the input's commit holds
 * @param base what the output's last good commit was made from, if there is one
 * @param results the pipeline's results tree
 */
public record PlanRequest(
    DatumInput input,
    FileSet files,
    String salt,
    Optional<Base> base,
    Tree results,
    Reprocess reprocess) {
  /**
   * The state that the plan starts from.
   *
   * @param files what its input held, when it was of the same shape; only then differences say what
   *     changed
   * @param datums its datum tree
   */
  public record Base(Optional<FileSet> files, Tree datums) {}

  /** Which datums are run again though nothing changed. */
  public enum Reprocess {
    NONE,
    ALL
  }
}
