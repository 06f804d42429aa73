/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.pipeline;

import io.tusk.datum.InputPath;
import io.tusk.name.FilePath;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A user's wish that datums which run now begin anew.
 *
 * @param number rises with each wish of a job's attempt, from 1
 * @param paths what a datum's inputs must all include
 */
public record DatumRestart(long number, List<FilePath> paths) {
  public DatumRestart {
    paths = List.copyOf(paths);
  }

  /** Whether the datum of these paths is meant. */
  public boolean concerns(Iterable<InputPath> inputs) {
    Set<FilePath> missing = new HashSet<>(paths);
    for (InputPath input : inputs) {
      missing.remove(input.path());
    }
    return missing.isEmpty();
  }
}
