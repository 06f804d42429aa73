/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A source file that outgrows the limit holds two things. */
final class FileLengthTest {
  private static final long LIMIT = 400;

  @TempDir Path directory;

  @Test
  void noSourceFileIsLongerThanTheLimit() throws IOException {
    assertThat(tooLong(House.here().root())).isEmpty();
  }

  @Test
  void findsAPlantedFileInMainAndTestSources() throws IOException {
    plant("engine/src/main/java/io/tusk/Long.java", LIMIT + 1);
    plant("runners/cli/src/test/java/io/tusk/Longer.java", LIMIT + 2);
    plant("engine/src/main/java/io/tusk/Fits.java", LIMIT);
    plant("engine/target/generated-sources/Generated.java", LIMIT + 1);
    plant("engine/src/main/resources/data.txt", LIMIT + 1);
    assertThat(tooLong(directory))
        .containsExactlyInAnyOrder(
            "engine/src/main/java/io/tusk/Long.java has 401 lines, and the limit is 400: split it",
            "runners/cli/src/test/java/io/tusk/Longer.java has 402 lines, and the limit is 400:"
                + " split it");
  }

  private void plant(String path, long lines) throws IOException {
    Path file = directory.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, "\n".repeat((int) lines));
  }

  private static List<String> tooLong(Path root) throws IOException {
    List<String> found = new ArrayList<>();
    Files.walkFileTree(
        root,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path at, BasicFileAttributes attributes) {
            String name = String.valueOf(at.getFileName());
            boolean isOutput = name.equals("target") || (name.startsWith(".") && !at.equals(root));
            return isOutput ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            if (file.toString().endsWith(".java")) {
              try (Stream<String> lines = Files.lines(file)) {
                long count = lines.count();
                if (count > LIMIT) {
                  found.add(
                      "%s has %d lines, and the limit is %d: split it"
                          .formatted(root.relativize(file), count, LIMIT));
                }
              }
            }
            return FileVisitResult.CONTINUE;
          }
        });
    return found;
  }
}
