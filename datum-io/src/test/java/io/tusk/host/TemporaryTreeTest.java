/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class TemporaryTreeTest {
  @Test
  void isRemovedWithAllThatIsInIt() throws Exception {
    Path path;
    try (TemporaryTree tree = TemporaryTree.create("kind")) {
      path = tree.path();
      assertThat(path).isEmptyDirectory().hasParent(TemporaryDirectory.own());
      assertThat(path.getFileName().toString()).startsWith("tusk-kind-");
      assertThat(TemporaryName.isAbandoned(path)).isFalse();
      Files.createDirectories(path.resolve("a/b"));
      Files.writeString(path.resolve("a/b/c"), "c");
      Files.createSymbolicLink(path.resolve("link"), TemporaryDirectory.own());
    }
    assertThat(path).doesNotExist();
    assertThat(TemporaryDirectory.own()).isDirectory();
  }

  @Test
  void closingTwiceSaysSo() throws Exception {
    TemporaryTree tree = TemporaryTree.create("kind");
    tree.close();
    assertThatThrownBy(tree::close).isInstanceOf(NoSuchFileException.class);
  }
}
