/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TemporaryDirectoryTest {
  @TempDir Path directory;

  @Test
  void itIsWhatTheProcessWasToldOrWhatTheEnvironmentSays() {
    assertThat(TemporaryDirectory.path("/tmp", "")).hasToString("/tmp");
    assertThat(TemporaryDirectory.path("/tmp", "/data")).hasToString("/data");
    assertThat(TemporaryDirectory.path("/told", "/data")).hasToString("/told");
    assertThat(TemporaryDirectory.path("/told", "")).hasToString("/told");
  }

  @Test
  void aUsersOwnIsMadeOnceAndNotShared() throws Exception {
    Path own = TemporaryDirectory.own(directory);
    assertThat(own).hasParent(directory).isDirectory();
    assertThat(TemporaryDirectory.own(directory)).isEqualTo(own);
    Files.delete(own);
    Path elsewhere = Files.createDirectory(directory.resolve("elsewhere"));
    Files.createSymbolicLink(own, elsewhere);
    Path other = TemporaryDirectory.own(directory);
    assertThat(other).hasParent(directory).isNotEqualTo(own);
    assertThat(TemporaryDirectory.own(directory)).isEqualTo(other);
    assertThat(elsewhere).isEmptyDirectory();
  }
}
