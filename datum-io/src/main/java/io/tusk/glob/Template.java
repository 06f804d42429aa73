/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.glob;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A text with references to what the groups of a glob capture: <code>$n</code> and <code>${n}
 * </code>, n being all the digits that follow, 0 for the whole path; <code>$$</code> is a dollar,
 * and any other dollar stands for itself. What a glob has no group for is replaced by nothing.
 */
public final class Template {
  private static final int MOST_DIGITS = 9;

  /** Of the text behind the last reference. */
  private static final int NO_GROUP = -1;

  private final List<Part> parts = new ArrayList<>();

  private Template(String text) {
    StringBuilder literal = new StringBuilder();
    int at = 0;
    while (at < text.length()) {
      int end = at + 1;
      Optional<String> name = Optional.empty();
      if (text.charAt(at) == '$' && end < text.length()) {
        char next = text.charAt(end);
        int closing = text.indexOf('}', at);
        if (next == '$') {
          end++;
        } else if (next == '{' && closing > 0) {
          name = Optional.of(text.substring(end + 1, closing));
          end = closing + 1;
        } else if (isDigit(next)) {
          while (end < text.length() && isDigit(text.charAt(end))) {
            end++;
          }
          name = Optional.of(text.substring(at + 1, end));
        }
      }
      if (name.isPresent()) {
        parts.add(new Part(literal.toString(), number(name.get()), text.substring(at, end)));
        literal.setLength(0);
      } else {
        literal.append(text.charAt(at));
      }
      at = end;
    }
    parts.add(new Part(literal.toString(), Optional.of(NO_GROUP), ""));
  }

  /**
   * Some text, and the reference behind it.
   *
   * @param group absent for a name that is no number
   * @param written as in the template
   */
  private record Part(String literal, Optional<Integer> group, String written) {}

  /** Any text is a template. */
  public static Template parse(String text) {
    return new Template(text);
  }

  private static Optional<Integer> number(String name) {
    return name.isEmpty()
            || name.length() > MOST_DIGITS
            || !name.chars().allMatch(Template::isDigit)
        ? Optional.empty()
        : Optional.of(Integer.parseInt(name));
  }

  private static boolean isDigit(int c) {
    return c >= '0' && c <= '9';
  }

  /** The text for what {@code match} captured. */
  public String expand(GlobMatch match) {
    StringBuilder expanded = new StringBuilder();
    for (Part part : parts) {
      expanded.append(part.literal());
      part.group()
          .filter(group -> group != NO_GROUP)
          .ifPresent(group -> expanded.append(match.group(group)));
    }
    return expanded.toString();
  }

  /** The first reference that {@code glob} has no group for, as it is written. */
  public Optional<String> missing(Glob glob) {
    return parts.stream()
        .filter(part -> part.group().filter(group -> group <= glob.groups()).isEmpty())
        .map(Part::written)
        .findFirst();
  }
}
