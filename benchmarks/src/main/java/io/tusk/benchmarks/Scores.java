/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.benchmarks;

import java.util.List;

/** The scoreboard as a Markdown table. */
final class Scores {
  static final String HEAD =
      """
      | # | metric | Tusk | against | ratio or value | target | |
      |---|---|---|---|---|---|---|
      """;

  private Scores() {}

  static String lines(BenchmarkRow row, List<Figure> figures) {
    StringBuilder lines = new StringBuilder();
    for (Figure figure : figures) {
      String target = figure.target().map(Target::toString).orElse("");
      lines
          .append("| ")
          .append(
              String.join(
                  " | ",
                  Integer.toString(row.number()),
                  figure.what(),
                  figure.ours(),
                  figure.anchor(),
                  figure.valueText(),
                  target,
                  figure.verdict()))
          .append(" |\n");
    }
    return lines.toString();
  }
}
