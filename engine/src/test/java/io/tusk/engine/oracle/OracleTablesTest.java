/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.oracle;

import org.junit.jupiter.api.Nested;

/** The rules of datums, as an oracle that looks at everything heeds them. */
final class OracleTablesTest {
  @Nested
  final class Inputs extends InputTable {
    @Override
    protected Subject subject() {
      return new Oracle();
    }
  }

  @Nested
  final class Ticks extends TickTable {
    @Override
    protected Subject subject() {
      return new Oracle();
    }
  }

  @Nested
  final class Globs extends GlobTable {
    @Override
    protected Subject subject() {
      return new Oracle();
    }
  }

  @Nested
  final class Identities extends IdentityTable {
    @Override
    protected Subject subject() {
      return new Oracle();
    }
  }

  @Nested
  final class Outputs extends OutputTable {
    @Override
    protected Subject subject() {
      return new Oracle();
    }
  }
}
