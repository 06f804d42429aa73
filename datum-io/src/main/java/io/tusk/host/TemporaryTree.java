/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * A directory of this process in the host's directory for temporary files. Closing removes it with
 * all that is in it; its name lets a later process remove it if this one was killed.
 */
public final class TemporaryTree implements AutoCloseable {
  private final Path path;

  private TemporaryTree(Path path) {
    this.path = path;
  }

  /**
   * @param kind what it is for, in lower-case letters
   */
  public static TemporaryTree create(String kind) throws IOException {
    return new TemporaryTree(
        Files.createTempDirectory(TemporaryDirectory.own(), TemporaryName.prefix(kind)));
  }

  public Path path() {
    return path;
  }

  /**
   * @throws IOException also when others write into it meanwhile
   */
  @Override
  public void close() throws IOException {
    // It was closed before, or somebody took it away.
    if (!Files.exists(path)) {
      throw new NoSuchFileException(path.toString());
    }
    FileTree.delete(path);
  }
}
