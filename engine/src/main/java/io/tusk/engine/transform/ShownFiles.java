/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.transform;

import io.tusk.datum.InputPath;
import io.tusk.datum.PlanItem;
import io.tusk.spec.Input;
import io.tusk.spec.Input.PfsInput;
import io.tusk.spec.PipelineSpec;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** How the code sees the files of each input. */
public final class ShownFiles {
  /** Of one input. */
  public enum As {
    CONTENT,
    /** Their names, and files without content: {@code empty_files}. */
    NAMES,
    /** Content that is fetched when a file is opened: {@code lazy}, whatever else is asked for. */
    PIPES
  }

  private final List<As> leaves;

  private ShownFiles(List<As> leaves) {
    this.leaves = leaves;
  }

  public static ShownFiles of(PipelineSpec spec) {
    List<Input> leaves = spec.input().stream().flatMap(Input::leaves).toList();
    Set<String> named =
        leaves.stream()
            .filter(leaf -> of(leaf) == As.NAMES)
            .map(leaf -> ((PfsInput) leaf).name())
            .collect(Collectors.toSet());
    return new ShownFiles(leaves.stream().map(leaf -> beside(named, leaf)).toList());
  }

  /** Pipes that come and go in a directory of files without content hide what those are. */
  private static As beside(Set<String> named, Input leaf) {
    As as = of(leaf);
    return as == As.PIPES && named.contains(((PfsInput) leaf).name()) ? As.CONTENT : as;
  }

  private static As of(Input leaf) {
    if (!(leaf instanceof PfsInput pfs)) {
      return As.CONTENT;
    }
    return pfs.lazy() ? As.PIPES : pfs.emptyFiles() ? As.NAMES : As.CONTENT;
  }

  /** How the files of that path are seen. */
  public As of(InputPath path) {
    return leaves.get(path.leaf());
  }

  /** Whether some files of the datum are there by name only. */
  public boolean hasNames(PlanItem.Run datum) {
    return datum.paths().stream().anyMatch(path -> of(path) == As.NAMES);
  }

  /** How many bytes of the datum's inputs the code can read. */
  public long readableBytes(PlanItem.Run datum) {
    return datum.paths().stream()
        .filter(path -> of(path) != As.NAMES)
        .mapToLong(path -> path.entry().bytes())
        .sum();
  }
}
