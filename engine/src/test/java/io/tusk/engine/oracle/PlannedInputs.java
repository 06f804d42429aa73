/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.oracle;

import io.tusk.datum.DatumInput;
import io.tusk.datum.InputTree;
import io.tusk.files.FileSet;
import io.tusk.pipeline.PipelineInputs;
import io.tusk.spec.Input;
import io.tusk.spec.Input.PfsInput;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;

/** Inputs as the planner knows them, each starting from what it names. */
final class PlannedInputs {
  private final List<Input> leaves;
  private final IntFunction<FileSet> states;
  private final long version;

  private PlannedInputs(List<Input> leaves, IntFunction<FileSet> states, long version) {
    this.leaves = leaves;
    this.states = states;
    this.version = version;
  }

  /** {@code version}: the pipeline's. */
  static InputTree of(Situation now, IntFunction<FileSet> states, long version) {
    return new PlannedInputs(now.input().leaves().toList(), states, version)
        .tree(PipelineInputs.of(now.input()));
  }

  private InputTree tree(InputTree tree) {
    if (tree instanceof InputTree.Leaf leaf) {
      return new InputTree.Leaf(leaf(leaf.input()));
    }
    List<InputTree> children =
        ((InputTree.Combination) tree).children().stream().map(this::tree).toList();
    if (tree instanceof InputTree.Union) {
      return new InputTree.Union(children);
    }
    if (tree instanceof InputTree.Cross) {
      return new InputTree.Cross(children);
    }
    return tree instanceof InputTree.Join
        ? new InputTree.Join(children)
        : new InputTree.Group(children);
  }

  private DatumInput.Start start(String state) {
    return new DatumInput.Start(states.apply(Integer.parseInt(state.substring(1))), version);
  }

  private DatumInput leaf(DatumInput leaf) {
    Optional<DatumInput.Start> from =
        leaves.get(leaf.number()) instanceof PfsInput pfs
            ? pfs.from().map(this::start)
            : Optional.empty();
    return new DatumInput(
        leaf.number(),
        leaf.name(),
        leaf.branch(),
        leaf.glob(),
        leaf.joinOn(),
        leaf.match(),
        leaf.groupBy(),
        leaf.hashed(),
        from);
  }
}
