/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessStatTest {
  @Test
  void thisProcess() {
    ProcessStat stat = ProcessStat.of(ProcessHandle.current().pid());
    assertThat(stat.isDead()).isFalse();
    int bytes = environment(ProcessHandle.current().pid()).orElseThrow().length;
    assertThat(stat.hasEnvironmentOf(bytes)).isTrue();
    assertThat(stat.hasEnvironmentOf(bytes - 1)).isFalse();
    assertThat(stat.hasEnvironmentOf(0)).isFalse();
    assertThat(stat.isOfSession(-5)).isFalse();
  }

  @Test
  void noProcess() {
    ProcessStat stat = ProcessStat.of(Long.MAX_VALUE);
    assertThat(stat.isDead()).isTrue();
    assertThat(stat.isOfSession(0)).isFalse();
  }

  /** Also those whose program has a name with blanks and brackets in it. */
  @Test
  void startedWithoutEnvironment(@TempDir Path temp) throws Exception {
    Path named = temp.resolve("a ) R 1");
    Files.createSymbolicLink(named, Path.of("/bin/cat"));
    ProcessBuilder builder = new ProcessBuilder("/usr/bin/env", "-i", named.toString());
    Process process = builder.start();
    try {
      process.getOutputStream().write("up\n".getBytes(UTF_8));
      process.getOutputStream().flush();
      assertThat(process.getInputStream().read()).isEqualTo('u');
      ProcessStat stat = ProcessStat.of(process.pid());
      assertThat(stat.isDead()).isFalse();
      assertThat(stat.hasEnvironmentOf(0)).isTrue();
      assertThat(stat.hasEnvironmentOf(1)).isFalse();
    } finally {
      process.destroyForcibly().waitFor();
    }
    assertThat(ProcessStat.of(process.pid()).isDead()).isTrue();
  }

  /** One program after the other in the same process, each started with the same environment. */
  @Test
  void anEnvironmentThatIsNotThereYetIsNotTakenForAll() throws Exception {
    List<String> chain =
        Stream.concat(Collections.nCopies(200, "/usr/bin/env").stream(), Stream.of("true"))
            .toList();
    for (int round = 0; round < 3; round++) {
      ProcessBuilder builder = new ProcessBuilder(chain);
      builder.environment().put("MARKED", "yes");
      Process process = builder.start();
      while (process.isAlive()) {
        Optional<byte[]> read = environment(process.pid());
        ProcessStat stat = ProcessStat.of(process.pid());
        if (read.isPresent() && !stat.isDead() && stat.hasEnvironmentOf(read.get().length)) {
          assertThat(new String(read.get(), UTF_8)).contains("MARKED=yes\0");
        }
      }
      assertThat(process.waitFor()).isZero();
    }
  }

  private static Optional<byte[]> environment(long pid) {
    try {
      return Optional.of(Files.readAllBytes(Path.of("/proc/" + pid + "/environ")));
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
