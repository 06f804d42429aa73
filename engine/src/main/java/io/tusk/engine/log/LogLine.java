/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.log;

import java.time.Instant;

/**
 * A line of a datum's log.
 *
 * @param number from 0; lines that were left out have had numbers, too
 * @param next the number of the line after it
 * @param text without a line end
 */
public record LogLine(long number, long next, Instant time, Source source, String text) {
  /** Who said it. */
  public enum Source {
    USER('u'),
    TUSK('t'),
    /** Tusk in place of lines that were left out; the text says how much that was. */
    LEFT_OUT('x');

    private final char code;

    Source(char code) {
      this.code = code;
    }

    char code() {
      return code;
    }
  }

  /** Of a longer text the beginning of about so many characters, and how many more there were. */
  public static String cut(String text, int most) {
    if (text.length() <= most) {
      return text;
    }
    int end = Character.isHighSurrogate(text.charAt(most - 1)) ? most - 1 : most;
    return text.substring(0, end) + " [" + (text.length() - end) + " more characters left out]";
  }

  /** What it is for who has seen all lines before that one. */
  public LogLine from(long first) {
    if (source != Source.LEFT_OUT || number >= first) {
      return this;
    }
    return new LogLine(first, next, time, source, next - first + " lines left out here");
  }

  /** The text, after {@code tusk: } where the user's code did not say it. */
  public String marked() {
    return source == Source.USER ? text : "tusk: " + text;
  }
}
