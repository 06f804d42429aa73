/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.work;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

final class ProcessProgressTest {
  private static ProcessProgress process(long beat, Map<Integer, Progress> lanes) {
    return new ProcessProgress(beat, new TreeMap<>(lanes));
  }

  @Test
  void isANumberAndALineForEachLane() {
    ProcessProgress told =
        process(12, Map.of(3, new Progress(4, 1, 900), 10, new Progress(0, 0, 0)));
    assertThat(new String(told.write(), UTF_8)).isEqualTo("12\n3 4 1 900\n10 0 0 0");
    assertThat(ProcessProgress.read(told.write())).isEqualTo(told);
    assertThat(new String(ProcessProgress.beat(7).write(), UTF_8)).isEqualTo("7");
    assertThat(ProcessProgress.read("7".getBytes(UTF_8))).isEqualTo(ProcessProgress.beat(7));
  }

  @Test
  void aLaneIsAsFarAsItsFurthestRun() {
    ProcessProgress lost =
        process(90, Map.of(0, new Progress(5, 0, 50), 1, new Progress(6, 2, 80)));
    ProcessProgress next = process(1, Map.of(1, new Progress(3, 1, 40), 2, new Progress(1, 0, 10)));
    assertThat(ProcessProgress.ofLanes(List.of(ProcessProgress.beat(4), lost, next)))
        .containsExactly(new Progress(5, 0, 50), new Progress(6, 2, 80), new Progress(1, 0, 10));
    assertThat(ProcessProgress.ofLanes(List.of(ProcessProgress.beat(4)))).isEmpty();
  }
}
