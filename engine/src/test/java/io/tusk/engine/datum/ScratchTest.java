/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.datum;

import static org.assertj.core.api.Assertions.assertThat;

import io.tusk.host.TemporaryDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ScratchTest {
  private static final int LEVELS = 60;

  @TempDir Path temp;

  /** Deeper than any path can name: it is built from its innermost directory outwards. */
  private Path deep(Path place) throws IOException {
    Path inner = Files.createDirectory(place.resolve("innermost"));
    Files.writeString(inner.resolve("file"), "x");
    for (int level = 0; level < LEVELS; level++) {
      Path outer = Files.createDirectory(place.resolve("level-" + level));
      Files.writeString(outer.resolve("beside"), "x");
      Files.move(inner, outer.resolve("d".repeat(200)));
      inner = outer;
    }
    return inner;
  }

  @Test
  void whatIsTooDeepForAPathIsDeleted() throws IOException {
    Path top = Files.createDirectory(temp.resolve("top"));
    deep(Files.createDirectory(top.resolve("pfs")));
    deep(Files.createDirectory(top.resolve("tmp")));
    Scratch.delete(top);
    assertThat(top).doesNotExist();
  }

  @Test
  void whatIsUnwritableIsDeletedAndLinksAreNotFollowed() throws IOException {
    Path other = Files.createDirectory(temp.resolve("other"));
    Files.writeString(other.resolve("kept"), "x");
    Path top = Files.createDirectory(temp.resolve("top"));
    Path closed = Files.createDirectories(top.resolve("a/b/c"));
    Files.writeString(closed.resolve("file"), "x");
    Files.createSymbolicLink(closed.resolve("link"), other);
    deep(closed.getParent());
    Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("---------"));
    Files.setPosixFilePermissions(top.resolve("a"), PosixFilePermissions.fromString("r-x------"));
    Scratch.delete(top);
    assertThat(Files.exists(top, LinkOption.NOFOLLOW_LINKS)).isFalse();
    assertThat(other.resolve("kept")).hasContent("x");
  }

  @Test
  void noDatumSeesWhatIsKeptInMemoryOrOnDisk() throws IOException {
    try (Scratch disk = Scratch.create(Scratch.Medium.DISK);
        Scratch memory = Scratch.create(Scratch.Medium.MEMORY)) {
      Path own = TemporaryDirectory.own();
      assertThat(disk.root()).startsWith(own.toRealPath());
      assertThat(disk.hidden()).contains(own);
      assertThat(memory.root()).startsWith(Path.of("/dev/shm"));
      assertThat(memory.hidden()).contains(own, memory.root().getParent());
    }
  }

  @Test
  void memoryNeedsNoPlaceOnDisk() {
    String before = System.getProperty("java.io.tmpdir");
    System.setProperty("java.io.tmpdir", temp.resolve("nothing").toString());
    try (Scratch memory = Scratch.create(Scratch.Medium.MEMORY)) {
      Scratch.sweepDisk();
      assertThat(memory.hidden()).containsExactly(memory.all());
    } finally {
      System.setProperty("java.io.tmpdir", before);
    }
  }

  @Test
  void whatIsNotThereIsNoFault() {
    Scratch.delete(temp.resolve("nothing"));
    assertThat(temp).isEmptyDirectory();
  }
}
