/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.error;

/** Text of the author's within a message. */
public final class Quote {
  private static final int MAX = 60;

  private Quote() {}

  /** At most {@value #MAX} characters, on one line, without control characters. */
  public static String shortened(String text) {
    int end = Math.min(text.length(), MAX);
    StringBuilder out = new StringBuilder(end);
    for (int i = 0; i < end; i++) {
      char c = text.charAt(i);
      out.append(Character.isISOControl(c) || Character.isSurrogate(c) ? '?' : c);
    }
    return text.length() > MAX ? out.append("...").toString() : out.toString();
  }
}
