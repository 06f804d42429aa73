/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.pipeline;

import io.tusk.datum.DatumKey;
import io.tusk.name.FilePath;
import java.util.List;

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

  /** Whether the datum with that key is meant. */
  public boolean concerns(DatumKey datum) {
    List<FilePath> inputs = datum.parts().stream().map(DatumKey.Part::path).toList();
    return inputs.containsAll(paths);
  }
}
