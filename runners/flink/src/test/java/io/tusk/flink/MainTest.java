/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.flink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class MainTest {
  @Test
  void runsOnFlinkUnlessToldOtherwise() {
    assertThat(Main.arguments("--store=s"))
        .containsExactly("run", "--store=s", "--runner=FlinkRunner");
    assertThat(Main.arguments("run", "--runner", "FlinkRunner"))
        .containsExactly("run", "--runner", "FlinkRunner");
    assertThat(Main.arguments("--runner=FlinkRunner", "-p", "edges"))
        .containsExactly("run", "--runner=FlinkRunner", "-p", "edges");
  }

  @Test
  void whatWentWrongIsThrown(@TempDir Path directory) {
    assertThatThrownBy(() -> Main.main(new String[] {"--store=" + directory.resolve("none")}))
        .isInstanceOf(RunFailed.class)
        .hasMessage("'tusk run' ended with exit code 4; what went wrong is printed above");
  }
}
