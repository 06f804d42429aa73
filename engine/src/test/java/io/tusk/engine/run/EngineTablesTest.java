/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.run;

import io.tusk.engine.oracle.GlobTable;
import io.tusk.engine.oracle.IdentityTable;
import io.tusk.engine.oracle.InputTable;
import io.tusk.engine.oracle.OutputTable;
import io.tusk.engine.oracle.Subject;
import io.tusk.engine.oracle.TickTable;
import io.tusk.host.SetTime;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.io.TempDir;

/** The rules of datums, as jobs on DirectRunner heed them. */
final class EngineTablesTest {
  @TempDir Path directory;

  private Subject history() {
    SetTime clock = new SetTime();
    EngineFixture fixture = EngineFixture.at(clock);
    return new EngineHistory(
        fixture, clock, fixture.options("none"), directory.resolve("down"), Optional.empty());
  }

  @Nested
  final class Inputs extends InputTable {
    @Override
    protected Subject subject() {
      return history();
    }
  }

  @Nested
  final class Ticks extends TickTable {
    @Override
    protected Subject subject() {
      return history();
    }
  }

  @Nested
  final class Globs extends GlobTable {
    @Override
    protected Subject subject() {
      return history();
    }
  }

  @Nested
  final class Identities extends IdentityTable {
    @Override
    protected Subject subject() {
      return history();
    }
  }

  @Nested
  final class Outputs extends OutputTable {
    @Override
    protected Subject subject() {
      return history();
    }
  }
}
