/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli;

import java.util.regex.Pattern;

/** As much of a shell as examples need. */
final class Shell {
  private static final Pattern WORD = Pattern.compile("(?:'[^']*'|[^' ])+");

  private Shell() {}

  /** Words between blanks; single quotes hold one together. */
  static String[] words(String line) {
    return WORD.matcher(line)
        .results()
        .map(word -> word.group().replace("'", ""))
        .toArray(String[]::new);
  }
}
