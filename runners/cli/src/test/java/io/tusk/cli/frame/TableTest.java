/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli.frame;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

/** How wide columns are. */
final class TableTest {
  private final StringWriter printed = new StringWriter();
  private final Table table = new Table(new PrintWriter(printed), "ID", "FILES", "STATUS");

  private void assertPrinted(String... lines) {
    table.print();
    assertThat(printed.toString()).isEqualTo(String.join("\n", lines) + "\n");
  }

  @Test
  void aColumnIsAsWideAsItsWidestCell() {
    table.row("1", "a, b, c", "success");
    table.row("22", "é😀", "");
    assertPrinted("ID FILES   STATUS", "1  a, b, c success", "22 é😀");
  }

  @Test
  void aVeryLongCellIsPrintedWholeAndWidensNothing() {
    String longest = "x".repeat(120);
    table.row("1", longest + "y", "success");
    table.row("2", "/a", "failed");
    assertPrinted("ID FILES STATUS", "1  " + longest + "y success", "2  /a    failed");
    printed.getBuffer().setLength(0);
    table.row("3", longest, "success");
    table.row("4", "/b", "success");
    assertPrinted("3  " + longest + " success", "4  /b" + " ".repeat(119) + "success");
  }
}
