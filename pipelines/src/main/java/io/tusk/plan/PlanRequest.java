/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.plan;

import io.tusk.datum.DatumInput;
import io.tusk.datum.InputTree;
import io.tusk.files.FileSet;
import io.tusk.repo.Commit;
import io.tusk.tree.Tree;
import java.util.List;
import java.util.Optional;

/**
 * What a plan is made of.
 *
 * @param reads what is read of each leaf, in the order of their numbers; paths that are not in a
 *     leaf's view keep the results that they have, and are not run
 * @param base what the output's last good commit was made from, if there is one
 * @param results the pipeline's results tree
 */
public record PlanRequest(
    InputTree inputs,
    List<Commit.Read> reads,
    String salt,
    Optional<Base> base,
    Tree results,
    Reprocess reprocess) {
  public PlanRequest {
    reads = List.copyOf(reads);
  }

  /** The state whose changes are followed; without one all datums are enumerated. */
  public Optional<InputState> followed() {
    return reprocess == Reprocess.NONE ? base.flatMap(Base::state) : Optional.empty();
  }

  Tree baseDatums() {
    return base.map(Base::datums).orElse(Tree.EMPTY);
  }

  List<FileSet> whole() {
    return reads.stream().map(Commit.Read::files).toList();
  }

  /** What is enumerated; what is no work matters only where there may be results of it. */
  List<FileSet> enumerated() {
    boolean fresh = base.isEmpty() && results.isEmpty();
    return fresh ? reads.stream().map(read -> read.view().orElse(read.files())).toList() : whole();
  }

  /** For one input whose files are all work. */
  public static PlanRequest of(
      DatumInput input,
      FileSet files,
      String salt,
      Optional<Base> base,
      Tree results,
      Reprocess reprocess) {
    return new PlanRequest(
        new InputTree.Leaf(input),
        List.of(new Commit.Read(files, Optional.empty())),
        salt,
        base,
        results,
        reprocess);
  }

  /**
   * The state that the plan starts from.
   *
   * @param state what its inputs held, when they were of the same shape; only then differences say
   *     what changed
   * @param held what the branch of each leaf held, if it was read, when the salt was the same; what
   *     is not work keeps its result while it is as it was there
   * @param datums its datum tree
   */
  public record Base(Optional<InputState> state, Optional<List<FileSet>> held, Tree datums) {
    /** For one input of the same shape. */
    public static Base of(FileSet files, Tree datums) {
      return new Base(
          Optional.of(new InputState(List.of(files), Tree.EMPTY)),
          Optional.of(List.of(files)),
          datums);
    }
  }

  /** Which datums are run again though nothing changed. */
  public enum Reprocess {
    NONE,
    ALL
  }
}
