/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.view;

import io.tusk.name.FilePath;
import java.io.IOException;

/** Receives a datum's output, ordered by path. Paths are those below {@code /pfs/out}. */
public interface OutputVisitor {
  void file(FilePath path, OutputFile file) throws IOException;

  /**
   * Called for a link into an input, or a file below a linked directory of one, that is as the
   * input was given.
   *
   * @param inputName the directory of {@code /pfs} that it leads into
   * @param inputPath the path there
   * @param content what is there
   */
  void inputLink(FilePath path, String inputName, FilePath inputPath, OutputFile content)
      throws IOException;
}
