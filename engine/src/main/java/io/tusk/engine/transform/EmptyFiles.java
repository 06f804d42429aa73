/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.transform;

import io.tusk.datum.InputPath;
import io.tusk.datum.PlanItem;
import io.tusk.name.BranchName;
import io.tusk.spec.Input;
import io.tusk.spec.Input.PfsInput;
import io.tusk.spec.PipelineSpec;
import java.util.Set;
import java.util.stream.Collectors;

/** The inputs whose files the code sees without their content: those with {@code empty_files}. */
public final class EmptyFiles {
  private final Set<Key> inputs;

  private EmptyFiles(Set<Key> inputs) {
    this.inputs = inputs;
  }

  private record Key(String name, BranchName branch) {}

  public static EmptyFiles of(PipelineSpec spec) {
    return new EmptyFiles(
        spec.input().stream()
            .flatMap(Input::leaves)
            .filter(PfsInput.class::isInstance)
            .map(PfsInput.class::cast)
            .filter(PfsInput::emptyFiles)
            .map(pfs -> new Key(pfs.name(), pfs.branch()))
            .collect(Collectors.toUnmodifiableSet()));
  }

  /** Whether the files of that path are empty. */
  public boolean has(InputPath path) {
    return inputs.contains(new Key(path.input(), path.branch()));
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
