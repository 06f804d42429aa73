/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cron;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Month;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads cron expressions. */
final class CronParser {
  private static final Map<String, String> WORDS =
      Map.of(
          "@yearly", "0 0 1 1 *",
          "@annually", "0 0 1 1 *",
          "@monthly", "0 0 1 * *",
          "@weekly", "0 0 * * 0",
          "@daily", "0 0 * * *",
          "@midnight", "0 0 * * *",
          "@hourly", "0 * * * *");
  private static final String NEVER = "@never";
  private static final String EVERY = "@every ";
  private static final String FORMS =
      "give five fields (minute hour day month weekday), \"@every 10m\" or a word such as @daily";
  private static final List<String> MONTHS =
      List.of("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec");
  private static final List<String> WEEKDAYS =
      List.of("sun", "mon", "tue", "wed", "thu", "fri", "sat");
  private static final CronField.Kind MINUTE = new CronField.Kind("minute", 0, 59, -1, List.of());
  private static final CronField.Kind HOUR = new CronField.Kind("hour", 0, 23, -1, List.of());
  private static final CronField.Kind DAY =
      new CronField.Kind("day of month", 1, 31, -1, List.of());
  private static final CronField.Kind MONTH = new CronField.Kind("month", 1, 12, -1, MONTHS);
  private static final CronField.Kind WEEKDAY =
      new CronField.Kind("day of week", 0, 6, 7, WEEKDAYS);
  private static final int FIELDS = 5;

  private CronParser() {}

  /** What is wrong, to be said behind the text, with the remedy. */
  static final class Problem extends Exception {
    private static final long serialVersionUID = 1;

    Problem(String message) {
      super(message);
    }
  }

  static CronSchedule parse(String text) throws Problem {
    String rest = text.strip();
    if (rest.isEmpty()) {
      throw new Problem("is empty; " + FORMS);
    }
    ZoneId zone = ZoneOffset.UTC;
    if (rest.startsWith("TZ=") || rest.startsWith("CRON_TZ=")) {
      String[] parts = rest.split("\\s+", 2);
      zone = zone(parts[0].substring(parts[0].indexOf('=') + 1));
      rest = parts.length < 2 ? "" : parts[1];
    }
    if (rest.equals(NEVER)) {
      return new Never();
    }
    if (rest.startsWith(EVERY)) {
      return every(rest.substring(EVERY.length()).strip());
    }
    if (rest.startsWith("@") && !WORDS.containsKey(rest)) {
      throw new Problem("is no known word; " + FORMS);
    }
    return fields(zone, WORDS.getOrDefault(rest, rest));
  }

  private static CronSchedule every(String text) throws Problem {
    Optional<Duration> interval =
        Durations.parse(text).map(exact -> Duration.ofSeconds(exact.toSeconds()));
    if (interval.isEmpty() || interval.get().isZero()) {
      throw new Problem("has no interval of at least a second after @every; give one such as 10m");
    }
    return new Every(interval.get());
  }

  /** {@code Local} is what Pachyderm's servers have: UTC. */
  private static ZoneId zone(String name) throws Problem {
    try {
      return name.equals("Local") ? ZoneOffset.UTC : ZoneId.of(name);
    } catch (DateTimeException e) {
      throw new Problem("names an unknown time zone; give one such as TZ=Europe/Berlin");
    }
  }

  private static CronSchedule fields(ZoneId zone, String text) throws Problem {
    String[] fields = text.split("\\s+", -1);
    if (text.isEmpty() || fields.length != FIELDS) {
      throw new Problem(
          "has " + (text.isEmpty() ? 0 : fields.length) + " fields instead of 5; " + FORMS);
    }
    FiveFields schedule =
        new FiveFields(
            zone,
            MINUTE.parse(fields[0]),
            HOUR.parse(fields[1]),
            DAY.parse(fields[2]),
            MONTH.parse(fields[3]),
            WEEKDAY.parse(fields[4]));
    requirePossible(schedule, fields[2]);
    return schedule;
  }

  private static void requirePossible(FiveFields schedule, String day) throws Problem {
    if (!schedule.weekday().isAny()) {
      return;
    }
    int first = Long.numberOfTrailingZeros(schedule.day().bits());
    for (Month month : Month.values()) {
      if (schedule.month().has(month.getValue()) && first <= month.maxLength()) {
        return;
      }
    }
    throw new Problem(
        "never comes: no month that it names has the day " + day + "; correct it, or write @never");
  }
}
