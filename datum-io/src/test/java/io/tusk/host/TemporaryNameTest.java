/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

final class TemporaryNameTest {
  private static Path named(String prefix) {
    return Path.of("/tmp", prefix + "123456789");
  }

  @Test
  void whatALivingProcessMadeIsNotAbandoned() {
    assertThat(TemporaryName.isAbandoned(named(TemporaryName.prefix("datums")))).isFalse();
  }

  @Test
  void whatADeadProcessMadeIsAbandoned() throws Exception {
    Process process = new ProcessBuilder("sleep", "60").start();
    try {
      long start = HostProcesses.started(process.pid()).orElseThrow();
      Path its = named(TemporaryName.prefix("probe", process.pid(), start));
      Path before = named(TemporaryName.prefix("probe", process.pid(), start - 1));
      assertThat(TemporaryName.isAbandoned(its)).isFalse();
      assertThat(TemporaryName.isAbandoned(before)).isTrue();
      process.destroyForcibly().waitFor();
      assertThat(TemporaryName.isAbandoned(its)).isTrue();
    } finally {
      process.destroyForcibly();
    }
  }

  @Test
  void whatAnotherContainerOrBootMadeIsLeftAlone() {
    String mine = TemporaryName.prefix("datums", 1, 0);
    assertThat(TemporaryName.isAbandoned(named(mine))).isTrue();
    String place = mine.split("-", -1)[2];
    String other = place.startsWith("0") ? "1" + place.substring(1) : "0" + place.substring(1);
    assertThat(TemporaryName.isAbandoned(named(mine.replace(place, other)))).isFalse();
  }

  @Test
  void whatIsCalledOtherwiseIsLeftAlone() {
    for (String name : new String[] {"tusk-datums-12-3456-789", "tusk-", "tusk-mine", "other"}) {
      assertThat(TemporaryName.isAbandoned(Path.of("/tmp", name))).as(name).isFalse();
    }
  }
}
