/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import io.tusk.engine.oracle.Outcome.End;
import io.tusk.tree.TreeParameters;
import java.util.EnumSet;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Random lives of pipelines, planned and spliced, against an oracle that looks at everything. */
final class HistoriesTest {
  /** So small that a few dozen names make a deep tree. */
  private static final TreeParameters TINY = new TreeParameters(60, 120, 240, 1_200, 90);

  private static final int HISTORIES = 10_000;
  private static final int JOBS = 10;

  @Test
  void planAndSpliceDoWhatTheOracleDoes() {
    Map<End, Integer> ends =
        new Histories(
                seed -> new PlannerAndSplicer(seed % 3 == 0 ? TreeParameters.DEFAULT : TINY),
                EnumSet.complementOf(EnumSet.of(Feature.TRIGGERS)))
            .assertAgree(HISTORIES, JOBS);

    int jobs = ends.values().stream().mapToInt(Integer::intValue).sum();
    for (End end : End.values()) {
      assertThat(ends.getOrDefault(end, 0))
          .as("of %d jobs, those that end in %s", jobs, end)
          .isGreaterThanOrEqualTo(jobs / 200);
    }
  }
}
