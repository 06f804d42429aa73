/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.benchmarks;

import java.io.IOException;
import java.util.List;

/** One row of the scoreboard. */
interface BenchmarkRow {
  /** As the scoreboard counts, from 1. */
  int number();

  String metric();

  /** Measures, side by side with the row's anchors where they are installed. */
  List<Figure> run(Context context) throws IOException, InterruptedException;
}
