/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.transform;

import io.tusk.datum.InputPath;
import io.tusk.datum.PlanItem;
import io.tusk.spec.Input;
import io.tusk.spec.Input.PfsInput;
import io.tusk.spec.PipelineSpec;
import java.util.BitSet;
import java.util.List;

/** The inputs whose files the code sees without their content: those with {@code empty_files}. */
public final class EmptyFiles {
  private final BitSet leaves;

  private EmptyFiles(BitSet leaves) {
    this.leaves = leaves;
  }

  public static EmptyFiles of(PipelineSpec spec) {
    List<Input> leaves = spec.input().stream().flatMap(Input::leaves).toList();
    BitSet empty = new BitSet();
    for (int i = 0; i < leaves.size(); i++) {
      empty.set(i, leaves.get(i) instanceof PfsInput pfs && pfs.emptyFiles());
    }
    return new EmptyFiles(empty);
  }

  /** Whether the files of that path are empty. */
  public boolean has(InputPath path) {
    return leaves.get(path.leaf());
  }

  /** Whether some files of the datum are. */
  public boolean isAnyOf(PlanItem.Run datum) {
    return datum.paths().stream().anyMatch(this::has);
  }

  /** How many bytes of the datum's inputs the code gets. */
  public long bytesToRead(PlanItem.Run datum) {
    return datum.paths().stream()
        .filter(path -> !has(path))
        .mapToLong(path -> path.entry().bytes())
        .sum();
  }
}
