/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.tusk.engine.oracle.Feature;
import io.tusk.engine.oracle.Histories;
import io.tusk.engine.oracle.Outcome.End;
import io.tusk.objects.EveryStore;
import io.tusk.objects.TestStores;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Map;
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
    Map<End, Integer> ends =
        new Histories(
                seed -> history(),
                EnumSet.complementOf(EnumSet.of(Feature.CRON, Feature.RECOVERED)))
            .check(HISTORIES, JOBS);

    assertThat(ends.get(End.SUCCESS)).isGreaterThan(HISTORIES);
  }

  private EngineHistory history() {
    EngineFixture fixture = new EngineFixture();
    return new EngineHistory(
        fixture, fixture.options("auto"), directory.resolve("down"), Optional.empty());
  }
}
