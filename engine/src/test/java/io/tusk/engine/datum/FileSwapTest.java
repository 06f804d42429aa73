/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.datum;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file is replaced where it was put, and nowhere else. */
final class FileSwapTest {
  @TempDir private Path temp;
  private Path top;
  private Path source;
  private Path target;
  private Object identity;

  @BeforeEach
  void make() throws IOException {
    top = Files.createDirectory(temp.resolve("top"));
    source = Files.createDirectory(top.resolve("own")).resolve("new");
    target = Files.createDirectories(top.resolve("pfs/in/d")).resolve("a");
    Files.writeString(source, "new");
    Files.writeString(target, "old");
    identity = Files.readAttributes(target, BasicFileAttributes.class).fileKey();
  }

  private boolean replace() throws IOException {
    return FileSwap.replace(top, source, target, identity);
  }

  @Test
  void theFileIsReplaced() throws IOException {
    assertThat(replace()).isTrue();
    assertThat(target).hasContent("new");
    assertThat(source).doesNotExist();
  }

  @Test
  void anotherFileIsNot() throws IOException {
    Files.move(target, target.resolveSibling("b"));
    Files.writeString(target, "other");
    assertThat(replace()).isFalse();
    assertThat(target).hasContent("other");
    assertThat(source).hasContent("new");
  }

  @Test
  void aFileThatIsGoneStaysGone() throws IOException {
    Files.delete(target);
    assertThat(replace()).isFalse();
    assertThat(target).doesNotExist();
    Files.delete(target.getParent());
    Files.writeString(target.getParent(), "a file");
    assertThat(replace()).isFalse();
    Files.delete(target.getParent());
    assertThat(replace()).isFalse();
    assertThat(source).hasContent("new");
  }

  @Test
  void linksAreNotFollowedThoughTheyLeadToTheFile() throws IOException {
    Path outside = temp.resolve("outside");
    Files.move(target.getParent(), outside);
    Files.createSymbolicLink(target.getParent(), outside);
    assertThat(replace()).isFalse();
    assertThat(outside.resolve("a")).hasContent("old");

    Files.delete(target.getParent());
    Files.createDirectory(target.getParent());
    Files.createSymbolicLink(target, outside.resolve("a"));
    assertThat(replace()).isFalse();
    assertThat(outside.resolve("a")).hasContent("old");
    assertThat(Files.readSymbolicLink(target)).isEqualTo(outside.resolve("a"));
  }
}
