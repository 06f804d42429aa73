/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.benchmarks;

import io.tusk.host.FileTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;

/**
 * What rows run in.
 *
 * @param scratch an empty directory that only this run uses
 * @param runs how often a long measurement is repeated
 * @param divisor what the numbers of files and datums of all rows are divided by
 * @param progress is told what is being measured
 */
record Context(Path scratch, int runs, int divisor, Consumer<String> progress) {
  /** A number of files or datums, at least 1. */
  int scaled(int count) {
    return Math.max(1, count / divisor);
  }

  /** How often a thing is done before it is measured: at most {@code most}, never for one run. */
  int warmUps(int most) {
    return Math.min(most, 10 * (runs - 1));
  }

  /** A name in the scratch directory that nothing has; what had it is deleted. */
  Path fresh(String name) throws IOException {
    Path path = scratch.resolve(name);
    FileTree.delete(path);
    return path;
  }

  Path freshDirectory(String name) throws IOException {
    return Files.createDirectories(fresh(name));
  }

  void say(String what) {
    progress.accept(what);
  }
}
