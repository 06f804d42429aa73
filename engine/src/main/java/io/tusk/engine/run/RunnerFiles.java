/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.run;

import io.tusk.error.ErrorCode;
import io.tusk.error.TuskException;
import io.tusk.host.TemporaryDirectory;
import io.tusk.host.TemporaryTree;
import java.io.IOException;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where a runner within this process keeps files, so that nothing of them is left when it is
 * killed: the next run removes the directory.
 */
public final class RunnerFiles implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RunnerFiles.class);

  private final TemporaryTree tree;

  private RunnerFiles(TemporaryTree tree) {
    this.tree = tree;
  }

  /**
   * @param runner in lower-case letters
   * @throws TuskException HOST when there is no place for it
   */
  public static RunnerFiles create(String runner) {
    try {
      return new RunnerFiles(TemporaryTree.create(runner));
    } catch (IOException e) {
      throw new TuskException(
          ErrorCode.HOST,
          "no directory for the files of "
              + runner
              + " can be made in "
              + TemporaryDirectory.path()
              + ": "
              + TemporaryDirectory.reason(e)
              + "; mend that, or set TMPDIR to another one",
          e);
    }
  }

  public Path directory() {
    return tree.path();
  }

  /** What the runner's last threads still write is left to the next run. */
  @Override
  public void close() {
    try {
      tree.close();
    } catch (IOException e) {
      LOG.debug("the files of the runner are not all removed", e);
    }
  }
}
