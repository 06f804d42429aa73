/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FileTreeTest {
  @TempDir Path temp;

  @Test
  void allOfADirectoryGoesAndLinksAreNotFollowed() throws IOException {
    Path other = Files.createDirectory(temp.resolve("other"));
    Files.writeString(other.resolve("kept"), "x");
    Path top = Files.createDirectory(temp.resolve("top"));
    Path inner = Files.createDirectories(top.resolve("a/b"));
    Files.writeString(inner.resolve("file"), "x");
    Files.createSymbolicLink(inner.resolve("link"), other);
    Files.createSymbolicLink(top.resolve("dangling"), temp.resolve("nothing"));
    FileTree.delete(top);
    assertThat(temp).isDirectoryNotContaining(path -> !path.equals(other));
    assertThat(other.resolve("kept")).hasContent("x");
  }

  @Test
  void aFileGoes() throws IOException {
    Path file = Files.writeString(temp.resolve("file"), "x");
    FileTree.delete(file);
    assertThat(temp).isEmptyDirectory();
  }

  @Test
  void whatIsNotThereIsNoFault() throws IOException {
    FileTree.delete(temp.resolve("nothing"));
    assertThat(temp).isEmptyDirectory();
  }
}
