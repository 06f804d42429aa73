/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.log;

import java.util.regex.Pattern;

/**
 * Keys of numbered objects, newest first: the digits of 10^18 - 1 - n, a slash after every third;
 * {@code docs/format.md}, section 1.
 */
public final class NumberedKeys {
  /** A directory of a local store holds numbers from one multiple of this to the next. */
  static final long IN_ONE_DIRECTORY = 1_000;

  private static final long LAST = 999_999_999_999_999_999L;
  private static final Pattern FORM = Pattern.compile("(\\d{3}/){5}\\d{3}");

  private NumberedKeys() {}

  /** The key of number {@code n}, 0 <= n < 10^18; {@code prefix} ends in a slash. */
  public static String key(String prefix, long n) {
    if (!isNumber(n)) {
      throw new IllegalArgumentException("no object has the number " + n);
    }
    String digits = String.format("%018d", LAST - n);
    StringBuilder key = new StringBuilder(prefix);
    for (int i = 0; i < digits.length(); i += 3) {
      key.append(i == 0 ? "" : "/").append(digits, i, i + 3);
    }
    return key.toString();
  }

  /** Whether a key can have the number {@code n}. */
  static boolean isNumber(long n) {
    return n >= 0 && n <= LAST;
  }

  /** Whether {@code key} is one that {@link #key} makes for {@code prefix}. */
  public static boolean isNumbered(String prefix, String key) {
    return key.startsWith(prefix) && FORM.matcher(key.substring(prefix.length())).matches();
  }

  public static long number(String prefix, String key) {
    if (!isNumbered(prefix, key)) {
      throw new IllegalArgumentException("not a numbered key: " + key);
    }
    return LAST - Long.parseLong(key.substring(prefix.length()).replace("/", ""));
  }
}
