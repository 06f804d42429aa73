/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.run;

import io.tusk.engine.oracle.Behaviour;
import io.tusk.engine.oracle.Feature;
import io.tusk.engine.oracle.Histories;
import io.tusk.host.SetTime;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.EnumSet;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Random lives of pipelines on a runner, against an oracle that looks at everything. */
abstract class RunnerHistories extends RunnerSeam {
  private static final int JOBS = 5;

  @Test
  @Timeout(value = 10, unit = TimeUnit.MINUTES)
  void jobsDoWhatTheOracleDoes() throws IOException {
    byte[] code =
        CodeJar.of(
            HistoryTransform.class, Behaviour.class, Behaviour.End.class, Behaviour.Run.class);

    new Histories(
            seed -> history(code),
            EnumSet.complementOf(
                EnumSet.of(Feature.CRON, Feature.TRIGGERS, Feature.RECOVERED, Feature.KILLED)))
        .assertAgree(histories(), JOBS);
  }

  /** How many lives; fewer where the start of a job takes seconds. */
  protected int histories() {
    return 30;
  }

  private EngineHistory history(byte[] code) {
    try {
      EngineFixture store =
          new EngineFixture(newObjects(Files.createTempDirectory(directory, "s")));
      return new EngineHistory(
          store, new SetTime(), options("none"), directory.resolve("down"), Optional.of(code));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
