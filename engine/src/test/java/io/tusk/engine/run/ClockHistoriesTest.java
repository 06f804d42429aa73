/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.run;

import io.tusk.engine.oracle.Feature;
import io.tusk.engine.oracle.Histories;
import java.util.EnumSet;
import org.junit.jupiter.api.Test;

/** Random lives of what goes by the clock, without any job being run. */
final class ClockHistoriesTest {
  private static final int HISTORIES = 25;
  private static final int JOBS = 15;

  @Test
  void whatTicksAndMovesIsWhatTheWorldSays() {
    Histories histories =
        new Histories(
            seed -> new ClockHistory(), EnumSet.of(Feature.NESTED, Feature.CRON, Feature.TRIGGERS));

    histories.assertAgree(HISTORIES, JOBS);
  }
}
