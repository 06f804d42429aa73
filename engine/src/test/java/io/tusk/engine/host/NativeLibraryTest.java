/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tusk.error.ErrorCode;
import io.tusk.error.TuskException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class NativeLibraryTest {
  @TempDir Path directory;

  private void assertRefused(Path where, NativeLibrary.Loading loading, String message) {
    assertThatThrownBy(() -> NativeLibrary.require(where, loading))
        .isInstanceOfSatisfying(
            TuskException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.HOST))
        .hasMessage(message);
  }

  @Test
  void aDirectoryThatServesIsLeftEmpty() {
    NativeLibrary.require(directory, () -> String.class);
    assertThat(directory).isEmptyDirectory();
    NativeLibrary.require();
  }

  @Test
  void aDirectoryThatCannotBeWrittenIsNamed() throws Exception {
    Path missing = directory.resolve("missing");
    assertRefused(
        missing,
        () -> String.class,
        "temporary directory "
            + missing
            + " cannot be written: it does not exist; mend that, or set TMPDIR to another one");
    Path file = Files.createFile(directory.resolve("file"));
    assertRefused(
        file,
        () -> String.class,
        "temporary directory "
            + file
            + " cannot be written: Not a directory; mend that, or set TMPDIR to another one");
  }

  @Test
  void aDirectoryThatHoldsNoProgramsIsNamed() {
    assertRefused(
        directory,
        () -> {
          throw new UnsatisfiedLinkError("failed to map segment from shared object");
        },
        "Beam's native library cannot be loaded from temporary directory "
            + directory
            + ": failed to map segment from shared object; mount it without noexec, or set TMPDIR"
            + " to another one");
  }
}
