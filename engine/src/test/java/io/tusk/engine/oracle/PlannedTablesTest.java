/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.oracle;

import io.tusk.tree.TreeParameters;
import org.junit.jupiter.api.Nested;

/** The rules of datums, as the planner and the splicer heeds them. */
final class PlannedTablesTest {
  @Nested
  final class Inputs extends InputTable {
    @Override
    protected Subject subject() {
      return new PlannerAndSplicer(TreeParameters.DEFAULT);
    }
  }

  @Nested
  final class Ticks extends TickTable {
    @Override
    protected Subject subject() {
      return new PlannerAndSplicer(TreeParameters.DEFAULT);
    }
  }

  @Nested
  final class Globs extends GlobTable {
    @Override
    protected Subject subject() {
      return new PlannerAndSplicer(TreeParameters.DEFAULT);
    }
  }

  @Nested
  final class Identities extends IdentityTable {
    @Override
    protected Subject subject() {
      return new PlannerAndSplicer(TreeParameters.DEFAULT);
    }
  }

  @Nested
  final class Outputs extends OutputTable {
    @Override
    protected Subject subject() {
      return new PlannerAndSplicer(TreeParameters.DEFAULT);
    }
  }
}
