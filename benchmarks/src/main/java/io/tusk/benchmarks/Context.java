/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.benchmarks;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
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
    delete(path);
    return path;
  }

  Path freshDirectory(String name) throws IOException {
    return Files.createDirectories(fresh(name));
  }

  void say(String what) {
    progress.accept(what);
  }

  /** Deletes a file or a directory with all that is in it; nothing happens without either. */
  static void delete(Path path) throws IOException {
    if (!Files.exists(path)) {
      return;
    }
    Files.walkFileTree(
        path,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path directory, IOException failure)
              throws IOException {
            if (failure != null) {
              throw failure;
            }
            Files.delete(directory);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
