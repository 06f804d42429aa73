/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.spec.text;

import io.tusk.error.Quote;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.regex.Pattern;

/** What both readers demand of the values they read. */
final class NodeRules {
  /** Nesting of objects and lists. */
  static final int MAX_DEPTH = 256;

  private static final int MAX_NUMERAL = 100;
  private static final Pattern INTEGER = Pattern.compile("-?(0|[1-9][0-9]*)");

  private NodeRules() {}

  static String child(String pointer, String name) {
    return pointer + "/" + name.replace("~", "~0").replace("/", "~1");
  }

  static String item(String pointer, int index) {
    return pointer + "/" + index;
  }

  /** The number as JSON writes it; absent when it is out of all bounds. */
  static Optional<String> numeral(String literal) {
    if (literal.length() > MAX_NUMERAL) {
      return Optional.empty();
    }
    if (INTEGER.matcher(literal).matches()) {
      return Optional.of(literal.equals("-0") ? "0" : literal);
    }
    try {
      return Optional.of(new BigDecimal(literal).toString());
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  static String numeralProblem(String literal) {
    return "the number " + Quote.shortened(literal) + " is too long or too large; shorten it";
  }

  static String depthProblem() {
    return "values are nested more than " + MAX_DEPTH + " levels deep; flatten them";
  }

  static String duplicateProblem(String name, Position first) {
    return "the field \""
        + Quote.shortened(name)
        + "\" is given twice, first in line "
        + first.line()
        + "; remove one";
  }

  /** What is wrong with a string; absent when nothing is. */
  static Optional<String> textProblem(String value) {
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == 0) {
        return Optional.of("a string holds the character U+0000; remove it");
      }
      if (Character.isHighSurrogate(c)
          && i + 1 < value.length()
          && Character.isLowSurrogate(value.charAt(i + 1))) {
        i++;
      } else if (Character.isSurrogate(c)) {
        return Optional.of(
            String.format(
                "a string holds half a surrogate pair (U+%04X); write the whole character",
                (int) c));
      }
    }
    return Optional.empty();
  }
}
