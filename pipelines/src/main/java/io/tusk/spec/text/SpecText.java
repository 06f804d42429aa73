/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.spec.text;

import java.util.Arrays;

/** The text of a specification with the index of its lines. */
public final class SpecText {
  private final String file;
  private final String content;
  private final int[] lineStarts;

  /**
   * @param file what positions name: a path, a URL or {@code <stdin>}
   * @param content without a byte order mark
   */
  public SpecText(String file, String content) {
    this.file = file;
    this.content = content;
    this.lineStarts = lineStarts(content);
  }

  public String file() {
    return file;
  }

  public String content() {
    return content;
  }

  private static int[] lineStarts(String text) {
    int[] starts = new int[64];
    int lines = 1;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean last = i + 1 == text.length();
      if (c == '\n' || (c == '\r' && (last || text.charAt(i + 1) != '\n'))) {
        if (lines == starts.length) {
          starts = Arrays.copyOf(starts, lines * 2);
        }
        starts[lines++] = i + 1;
      }
    }
    return Arrays.copyOf(starts, lines);
  }

  /** The place of the first character. */
  public Position start() {
    return at(0);
  }

  /** The place of a UTF-16 offset; an offset past the end is the end. */
  Position at(long offset) {
    int bounded = (int) Math.max(0, Math.min(offset, content.length()));
    int found = Arrays.binarySearch(lineStarts, bounded);
    int line = found >= 0 ? found : -found - 2;
    return new Position(file, line + 1, content.codePointCount(lineStarts[line], bounded) + 1);
  }

  /** The place of a line and a column that count from 0. */
  Position at(int line, int column) {
    return new Position(file, line + 1, column + 1);
  }

  /** The first character that is neither blank nor a line end; 0 when there is none. */
  char firstVisible() {
    for (int i = 0; i < content.length(); i++) {
      char c = content.charAt(i);
      if (c != ' ' && c != '\t' && c != '\n' && c != '\r') {
        return c;
      }
    }
    return 0;
  }
}
