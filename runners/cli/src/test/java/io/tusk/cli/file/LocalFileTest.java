/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli.file;

import static io.tusk.error.Failures.assertFails;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tusk.error.ErrorCode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that change while they are read. */
final class LocalFileTest {
  @TempDir Path directory;
  private Path file;

  /** What happens when half of the file has been read. */
  private interface Meanwhile {
    void run() throws IOException;
  }

  @BeforeEach
  void write() throws IOException {
    file = Files.writeString(directory.resolve("f"), "some content");
  }

  private String read(Meanwhile meanwhile) throws IOException {
    try (InputStream in = LocalFile.open(file, TransferProgress.none())) {
      String first = new String(in.readNBytes(4), UTF_8);
      meanwhile.run();
      return first + new String(in.readAllBytes(), UTF_8);
    }
  }

  private void refused(Meanwhile meanwhile) {
    assertFails(
        ErrorCode.CONFLICT,
        "file \""
            + file
            + "\" changed while it was read; nothing was changed in the store. Put it when it is at"
            + " rest, or as it comes through standard input",
        () -> {
          try {
            read(meanwhile);
          } catch (IOException e) {
            throw new AssertionError(e);
          }
        });
  }

  @Test
  void atRest() throws IOException {
    assertThat(read(() -> {})).isEqualTo("some content");
  }

  @Test
  void grows() {
    refused(() -> Files.writeString(file, " and more", StandardOpenOption.APPEND));
  }

  @Test
  void shrinks() {
    refused(() -> Files.writeString(file, "so"));
  }

  @Test
  void changesInPlace() {
    refused(
        () -> {
          Files.writeString(file, "SOME CONTENT");
          Files.setLastModifiedTime(file, FileTime.fromMillis(1));
        });
  }

  @Test
  void isReplaced() {
    refused(
        () -> {
          Path other = Files.writeString(directory.resolve("other"), "some content");
          Files.setLastModifiedTime(other, Files.getLastModifiedTime(file));
          Files.move(other, file, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        });
  }

  @Test
  void vanishes() {
    refused(() -> Files.delete(file));
    assertFails(
        ErrorCode.NOT_FOUND,
        "file \"" + file + "\" does not exist",
        () -> LocalFile.open(file, TransferProgress.none()));
  }
}
