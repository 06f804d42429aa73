/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.pipeline.dag;

import java.util.ArrayList;
import java.util.List;

/** Characters in rows and columns, which grow as they are painted. */
final class Canvas {
  private final List<StringBuilder> rows = new ArrayList<>();

  void text(int column, int row, String text) {
    while (rows.size() <= row) {
      rows.add(new StringBuilder());
    }
    StringBuilder line = rows.get(row);
    while (line.length() < column + text.length()) {
      line.append(' ');
    }
    line.replace(column, column + text.length(), text);
  }

  void vertical(int column, int from, int to) {
    for (int row = from; row <= to; row++) {
      text(column, row, "|");
    }
  }

  void horizontal(int row, int from, int to) {
    if (from != to) {
      text(Math.min(from, to), row, "-".repeat(Math.abs(to - from) + 1));
    }
  }

  String text() {
    StringBuilder out = new StringBuilder();
    rows.forEach(row -> out.append(row.toString().stripTrailing()).append('\n'));
    return out.toString();
  }
}
