/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.spec.parse;

import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Cron expressions: five fields (minute, hour, day of month, month, day of week) of numbers, names,
 * ranges, steps and lists, after an optional time zone; or one of the {@code @} words.
 */
final class CronSyntax {
  private static final Set<String> WORDS =
      Set.of(
          "@never",
          "@yearly",
          "@annually",
          "@monthly",
          "@weekly",
          "@daily",
          "@midnight",
          "@hourly");
  private static final String EVERY = "@every ";
  private static final String FORMS =
      "give five fields (minute hour day month weekday), \"@every 10m\" or a word such as @daily";
  private static final List<String> MONTHS =
      List.of("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec");
  private static final List<String> WEEKDAYS =
      List.of("sun", "mon", "tue", "wed", "thu", "fri", "sat");
  private static final List<Field> FIELDS =
      List.of(
          new Field("minute", 0, 59, List.of()),
          new Field("hour", 0, 23, List.of()),
          new Field("day of month", 1, 31, List.of()),
          new Field("month", 1, 12, MONTHS),
          new Field("day of week", 0, 7, WEEKDAYS));

  private CronSyntax() {}

  /** What is wrong, with the remedy; absent when nothing is. */
  static Optional<String> problem(String text) {
    String trimmed = text.strip();
    if (trimmed.isEmpty()) {
      return Optional.of("is empty; " + FORMS);
    }
    if (trimmed.startsWith(EVERY)) {
      return Durations.parse(trimmed.substring(EVERY.length()).strip())
              .filter(interval -> interval.toSeconds() >= 1)
              .isPresent()
          ? Optional.empty()
          : Optional.of("has no interval of at least a second after @every; give one such as 10m");
    }
    if (trimmed.startsWith("@")) {
      return WORDS.contains(trimmed) ? Optional.empty() : Optional.of("is no known word; " + FORMS);
    }
    String rest = trimmed;
    if (rest.startsWith("TZ=") || rest.startsWith("CRON_TZ=")) {
      int end = rest.indexOf(' ');
      String zone = rest.substring(rest.indexOf('=') + 1, end < 0 ? rest.length() : end);
      if (!isZone(zone)) {
        return Optional.of("names an unknown time zone; give one such as TZ=Europe/Berlin");
      }
      rest = end < 0 ? "" : rest.substring(end).strip();
    }
    String[] fields = rest.split("\\s+", -1);
    if (rest.isEmpty() || fields.length != FIELDS.size()) {
      return Optional.of(
          "has " + (rest.isEmpty() ? 0 : fields.length) + " fields instead of 5; " + FORMS);
    }
    for (int i = 0; i < fields.length; i++) {
      Optional<String> problem = FIELDS.get(i).problem(fields[i]);
      if (problem.isPresent()) {
        return problem;
      }
    }
    return Optional.empty();
  }

  private static boolean isZone(String zone) {
    try {
      return zone.equals("Local") || !ZoneId.of(zone).getId().isEmpty();
    } catch (DateTimeException e) {
      return false;
    }
  }

  /** One of the five, with its bounds and the names of its values from {@code min} on. */
  private record Field(String name, int min, int max, List<String> names) {
    Optional<String> problem(String text) {
      for (String part : text.split(",", -1)) {
        if (!valid(part)) {
          return Optional.of(
              "has the "
                  + name
                  + " \""
                  + text
                  + "\"; give numbers from "
                  + min
                  + " to "
                  + max
                  + (names.isEmpty() ? "" : " or names such as " + names.get(0))
                  + ", ranges, steps or *");
        }
      }
      return Optional.empty();
    }

    private boolean valid(String part) {
      String[] steps = part.split("/", -1);
      if (steps.length > 2 || (steps.length == 2 && number(steps[1], 1, max) < 0)) {
        return false;
      }
      if (steps[0].equals("*") || steps[0].equals("?")) {
        return true;
      }
      String[] range = steps[0].split("-", -1);
      int low = value(range[0]);
      int high = range.length == 2 ? value(range[1]) : low;
      return range.length <= 2 && low >= 0 && high >= low;
    }

    private int value(String text) {
      int index = names.indexOf(text.toLowerCase(Locale.ROOT));
      return index >= 0 ? index + min : number(text, min, max);
    }

    /** The number, or -1 when it is none within the bounds. */
    private static int number(String text, int low, int high) {
      if (text.isEmpty()
          || text.length() > 3
          || !text.chars().allMatch(c -> c >= '0' && c <= '9')) {
        return -1;
      }
      int value = Integer.parseInt(text);
      return value >= low && value <= high ? value : -1;
    }
  }
}
