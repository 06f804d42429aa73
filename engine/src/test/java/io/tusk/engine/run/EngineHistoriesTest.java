/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.run;

import io.tusk.engine.oracle.Feature;
import io.tusk.engine.oracle.Histories;
import io.tusk.host.SetTime;
import io.tusk.objects.EveryStore;
import io.tusk.objects.TestStores;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Random lives of pipelines on DirectRunner, against an oracle that looks at everything. */
@EveryStore
final class EngineHistoriesTest {
  private static final int HISTORIES = TestStores.cases(300);
  private static final int JOBS = 6;

  @TempDir Path directory;

  @Test
  void jobsDoWhatTheOracleDoes() {
    Histories histories =
        new Histories(this::history, EnumSet.complementOf(EnumSet.of(Feature.RECOVERED)));

    histories.assertAgree(HISTORIES, JOBS);
  }

  /** Every sixth has a second stage. */
  private EngineHistory history(long seed) {
    SetTime clock = new SetTime();
    EngineFixture fixture = EngineFixture.at(clock);
    EngineHistory history =
        new EngineHistory(
            fixture, clock, fixture.options("auto"), directory.resolve("down"), Optional.empty());
    return seed % 6 == 0 ? history.withSecondStage(seed / 6) : history;
  }
}
