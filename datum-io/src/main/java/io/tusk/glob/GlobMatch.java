/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.glob;

import io.tusk.name.FilePath;

/** What the groups of a glob captured from a path. */
public final class GlobMatch {
  private final FilePath path;
  private final int[] slots;

  GlobMatch(FilePath path, int[] slots) {
    this.path = path;
    this.slots = slots;
  }

  public FilePath path() {
    return path;
  }

  /**
   * The text of group {@code number} >= 1, or the whole path for 0; empty when the group took no
   * part or does not exist.
   */
  public String group(int number) {
    if (number < 0) {
      throw new IllegalArgumentException("groups are numbered from 0: " + number);
    }
    if (number >= slots.length / 2 || slots[2 * number] < 0) {
      return "";
    }
    return path.value().substring(slots[2 * number], slots[2 * number + 1]);
  }

  /**
   * The template with <code>$n</code> and <code>${n}</code> replaced by {@link #group}, n being all
   * the digits that follow, a name in braces by nothing, and <code>$$</code> by a dollar; any other
   * dollar stands for itself.
   */
  public String expand(String template) {
    StringBuilder expanded = new StringBuilder();
    int at = 0;
    while (at < template.length()) {
      char c = template.charAt(at);
      if (c != '$' || at + 1 == template.length()) {
        expanded.append(c);
        at++;
      } else {
        at = expandDollar(template, at, expanded);
      }
    }
    return expanded.toString();
  }

  /** Appends what the dollar at {@code at} stands for; returns where the template goes on. */
  private int expandDollar(String template, int at, StringBuilder expanded) {
    char next = template.charAt(at + 1);
    int closing = template.indexOf('}', at);
    if (next == '$') {
      expanded.append('$');
      return at + 2;
    }
    if (next == '{' && closing > 0) {
      expanded.append(named(template.substring(at + 2, closing)));
      return closing + 1;
    }
    int end = at + 1;
    while (end < template.length() && isDigit(template.charAt(end))) {
      end++;
    }
    expanded.append(end == at + 1 ? "$" : named(template.substring(at + 1, end)));
    return end;
  }

  private String named(String name) {
    if (name.isEmpty() || name.length() > 9 || !name.chars().allMatch(GlobMatch::isDigit)) {
      return "";
    }
    return group(Integer.parseInt(name));
  }

  private static boolean isDigit(int c) {
    return c >= '0' && c <= '9';
  }
}
