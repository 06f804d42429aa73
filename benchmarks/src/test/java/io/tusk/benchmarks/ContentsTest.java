/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ContentsTest {
  @TempDir private Path directory;

  @Test
  void aThousandFilesLieInADirectory() {
    assertThat(Contents.path(0)).isEqualTo("/d0000/f000");
    assertThat(Contents.path(12_345)).isEqualTo("/d0012/f345");
  }

  @Test
  void contentDependsOnFileAndVersionAlone() {
    assertThat(Contents.random(1, 0, 64)).isEqualTo(Contents.random(1, 0, 64));
    assertThat(Contents.random(1, 0, 64)).isNotEqualTo(Contents.random(2, 0, 64));
    assertThat(Contents.random(1, 0, 64)).isNotEqualTo(Contents.random(1, 1, 64));
    assertThat(Contents.text(1, 2)).isEqualTo("file 1 version 2\n".getBytes(UTF_8));
  }

  @Test
  void writesWhatItSays() throws Exception {
    Contents.writeFiles(directory, 1_001, i -> Contents.text(i, 0));
    assertThat(directory.resolve("d0000/f999")).hasContent("file 999 version 0\n");
    assertThat(directory.resolve("d0001/f000")).hasContent("file 1000 version 0\n");
    Path large = directory.resolve("large");
    Contents.writeLarge(large, 100_001);
    assertThat(Files.size(large)).isEqualTo(100_001);
  }

  @Test
  void theUsersWorkIsAscii() {
    assertThat(UpperCase.upperCase("aZ{`é".getBytes(UTF_8))).isEqualTo("AZ{`é".getBytes(UTF_8));
  }
}
