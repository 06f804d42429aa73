/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli.frame;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/**
 * Rows under a header, columns separated by blanks. Rows are printed in groups, so that a listing
 * of millions begins at once and takes no memory; each group has its own widths, never below the
 * widths before. A cell that is very long has no say in the width of its column.
 */
public final class Table {
  private static final int GROUP = 1_000;
  private static final int WIDEST = 120;

  private final PrintWriter out;
  private final int[] widths;
  private final List<List<String>> rows = new ArrayList<>();

  public Table(PrintWriter out, String... header) {
    this.out = out;
    this.widths = new int[header.length];
    row((Object[]) header);
  }

  public void row(Object... cells) {
    if (cells.length != widths.length) {
      throw new IllegalArgumentException(cells.length + " cells in " + widths.length + " columns");
    }
    List<String> row = new ArrayList<>();
    for (int i = 0; i < cells.length; i++) {
      String cell = printable(cells[i].toString());
      int width = cell.codePointCount(0, cell.length());
      if (width <= WIDEST) {
        widths[i] = Math.max(widths[i], width);
      }
      row.add(cell);
    }
    rows.add(row);
    if (rows.size() == GROUP) {
      print();
    }
  }

  /** Prints what is left. */
  public void print() {
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < row.size(); i++) {
        String cell = row.get(i);
        line.append(cell);
        if (i + 1 < row.size()) {
          int missing = widths[i] - cell.codePointCount(0, cell.length());
          line.append(" ".repeat(Math.max(0, missing) + 1));
        }
      }
      out.println(line.toString().stripTrailing());
    }
    rows.clear();
  }

  private static String printable(String cell) {
    if (cell.chars().noneMatch(Character::isISOControl)) {
      return cell;
    }
    // Nothing that a terminal would obey.
    return cell.replaceAll("\\s*[\\r\\n]+\\s*", " ").replaceAll("\\p{Cc}", "?");
  }
}
