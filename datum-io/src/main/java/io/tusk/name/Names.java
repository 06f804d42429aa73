/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.name;

import io.tusk.error.ErrorCode;
import io.tusk.error.Quote;
import io.tusk.error.TuskException;

/** The character rules that all names share; {@code docs/format.md}, section 10. */
final class Names {
  static final int MAX_PROJECT_OR_PIPELINE = 51;
  static final int MAX_OTHER = 63;

  private Names() {}

  static String check(String kind, String value, int maxLength) {
    if (value.isEmpty()) {
      throw invalid(kind, value, "is empty");
    }
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      boolean alphanumeric =
          (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
      if (!alphanumeric && c != '_' && c != '-') {
        throw invalid(kind, value, "may hold only letters, digits, '-' and '_'");
      }
      if (i == 0 && !alphanumeric) {
        throw invalid(kind, value, "must start with a letter or a digit");
      }
    }
    if (value.length() > maxLength) {
      throw invalid(
          kind, value, "is " + value.length() + " characters long; " + maxLength + " are allowed");
    }
    return value;
  }

  private static TuskException invalid(String kind, String value, String fact) {
    return new TuskException(
        ErrorCode.USAGE,
        kind + " name \"" + Quote.shortened(value) + "\" " + fact + "; choose another name");
  }
}
