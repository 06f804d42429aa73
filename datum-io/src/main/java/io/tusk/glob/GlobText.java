/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.glob;

import io.tusk.error.ErrorCode;
import io.tusk.error.TuskException;

/** A reader of a glob's text, code point by code point, that knows how to complain about it. */
final class GlobText {
  static final int END = -1;

  private static final int MAX_LENGTH = 4_096;

  private final String original;
  private final int[] codePoints;
  private final int end;
  private int next;

  /** Passes over the slashes at both ends. */
  GlobText(String original) {
    this.original = original;
    this.codePoints = original.codePoints().toArray();
    if (codePoints.length > MAX_LENGTH) {
      throw new TuskException(
          ErrorCode.USAGE,
          "glob of "
              + codePoints.length
              + " characters is longer than "
              + MAX_LENGTH
              + "; split it into several inputs");
    }
    while (next < codePoints.length && codePoints[next] == '/') {
      next++;
    }
    int last = codePoints.length;
    while (last > next && codePoints[last - 1] == '/') {
      last--;
    }
    this.end = last < codePoints.length && endsInEscape(last) ? last - 1 : last;
    for (int i = next; i < end; i++) {
      if (codePoints[i] >= Character.MIN_SURROGATE && codePoints[i] <= Character.MAX_SURROGATE) {
        throw problem("is not valid Unicode" + at(i) + "; write the glob in UTF-8");
      }
    }
  }

  private boolean endsInEscape(int last) {
    int first = last;
    while (first > next && codePoints[first - 1] == '\\') {
      first--;
    }
    return (last - first) % 2 == 1;
  }

  /** What is yet to be read. */
  String rest() {
    return new String(codePoints, next, end - next);
  }

  /** The code point to be read next, or {@link #END}. */
  int peek() {
    return peek(0);
  }

  /** The code point after {@code ahead} others, or {@link #END}. */
  int peek(int ahead) {
    return next + ahead < end ? codePoints[next + ahead] : END;
  }

  int next() {
    return codePoints[next++];
  }

  /** Reads {@code expected} if it is next. */
  boolean skip(int expected) {
    if (peek() == expected) {
      next++;
      return true;
    }
    return false;
  }

  /** The index of what is read next. */
  int index() {
    return next;
  }

  /** The literal character after a backslash that was read. */
  int escaped() {
    if (peek() == END) {
      throw problem("ends in \"\\\"; write \"\\\\\" for the character itself");
    }
    return next();
  }

  /** Where {@code index} is, as people count. */
  static String at(int index) {
    return " at position " + (index + 1);
  }

  String between(int from, int to) {
    return new String(codePoints, from, to - from);
  }

  TuskException neverClosed(int index) {
    String opening = between(index, index + 1);
    return problem(
        "has a \""
            + opening
            + "\""
            + at(index)
            + " that is never closed; close it, or write \"\\"
            + opening
            + "\" for the character itself");
  }

  TuskException problem(String fact) {
    return new TuskException(
        ErrorCode.USAGE, "glob \"" + original.replaceAll("\\p{Cntrl}", "?") + "\" " + fact);
  }
}
