/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cron;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Random expressions against a model that looks at every minute. */
final class CronModelTest {
  private static final List<String> ZONES =
      List.of(
          "UTC",
          "Europe/Berlin",
          "America/New_York",
          "Australia/Lord_Howe",
          "Asia/Kathmandu",
          "America/Havana",
          "America/St_Johns",
          "Pacific/Apia");

  /** Days around which some of these clocks are changed, and ends of months and years. */
  private static final List<String> TIMES =
      List.of(
          "2026-03-28T12:00:00Z",
          "2026-10-24T12:00:00Z",
          "2026-03-07T20:00:00Z",
          "2026-10-31T20:00:00Z",
          "2026-04-04T00:00:00Z",
          "2026-10-03T00:00:00Z",
          "2011-12-29T00:00:00Z",
          "2006-10-28T20:00:00Z",
          "2027-12-31T00:00:00Z",
          "2028-02-28T00:00:00Z");

  private record Field(String text, Set<Integer> values, boolean star) {}

  @Test
  void nextIsTheFirstMinuteThatFits() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    for (int round = 0; round < 400; round++) {
      String zone = ZONES.get(random.nextInt(ZONES.size()));
      List<Field> fields =
          List.of(
              field(random, 0, 59, 6),
              field(random, 0, 23, 5),
              field(random, 1, 31, 3),
              field(random, 1, 12, 2),
              field(random, 0, 6, 3));
      String text = "TZ=" + zone;
      for (Field field : fields) {
        text += " " + field.text();
      }
      if (CronSchedule.problem(text).isPresent()) {
        continue;
      }
      Instant after =
          Instant.parse(TIMES.get(random.nextInt(TIMES.size())))
              .plusSeconds(random.nextInt(2 * 86_400));
      Instant until = after.plus(3, ChronoUnit.DAYS);
      List<Instant> expected = model(fields, ZoneId.of(zone), after, until);
      String told = "seed " + seed + ", \"" + text + "\" after " + after;
      CronSchedule schedule = CronSchedule.parse(text);
      assertThat(walk(schedule, after, until)).as(told).isEqualTo(expected);
      int most = 1 + random.nextInt(20);
      int from = Math.max(0, expected.size() - most);
      assertThat(schedule.due(after, until, most))
          .as(told + ", newest " + most)
          .isEqualTo(new CronSchedule.Due(expected.subList(from, expected.size()), from > 0));
    }
  }

  private static List<Instant> walk(CronSchedule schedule, Instant after, Instant until) {
    List<Instant> ticks = new ArrayList<>();
    Instant tick = schedule.next(after).orElse(Instant.MAX);
    while (!tick.isAfter(until)) {
      ticks.add(tick);
      tick = schedule.next(tick).orElse(Instant.MAX);
    }
    return ticks;
  }

  private static List<Instant> model(
      List<Field> fields, ZoneId zone, Instant after, Instant until) {
    List<Instant> ticks = new ArrayList<>();
    Instant minute = after.truncatedTo(ChronoUnit.MINUTES).plusSeconds(60);
    while (!minute.isAfter(until)) {
      if (fits(fields, minute.atZone(zone))) {
        ticks.add(minute);
      }
      minute = minute.plusSeconds(60);
    }
    return ticks;
  }

  private static boolean fits(List<Field> fields, ZonedDateTime time) {
    Field day = fields.get(2);
    Field weekday = fields.get(4);
    boolean dayFits = day.values().contains(time.getDayOfMonth());
    boolean weekdayFits = weekday.values().contains(time.getDayOfWeek().getValue() % 7);
    boolean both = day.star() || weekday.star();
    boolean date = both ? dayFits && weekdayFits : dayFits || weekdayFits;
    return date
        && fields.get(0).values().contains(time.getMinute())
        && fields.get(1).values().contains(time.getHour())
        && fields.get(3).values().contains(time.getMonthValue());
  }

  /** Limited one time in {@code rarity} on average, so that ticks are not too rare. */
  private static Field field(Random random, int min, int max, int rarity) {
    if (random.nextInt(rarity) > 0 && rarity < 5) {
      return new Field("*", range(min, max, 1), true);
    }
    Set<Integer> values = new TreeSet<>();
    List<String> parts = new ArrayList<>();
    boolean star = false;
    for (int part = random.nextInt(3); part >= 0; part--) {
      int low = min + random.nextInt(max - min + 1);
      int high = low + random.nextInt(max - low + 1);
      int step = 1 + random.nextInt(7);
      switch (random.nextInt(5)) {
        case 0 -> {
          parts.add("*/" + step);
          values.addAll(range(min, max, step));
          star = true;
        }
        case 1 -> {
          parts.add(low + "-" + high);
          values.addAll(range(low, high, 1));
        }
        case 2 -> {
          parts.add(low + "-" + high + "/" + step);
          values.addAll(range(low, high, step));
        }
        case 3 -> {
          parts.add(low + "/" + step);
          values.addAll(range(low, max, step));
        }
        default -> {
          parts.add(String.valueOf(low));
          values.add(low);
        }
      }
    }
    return new Field(String.join(",", parts), values, star);
  }

  private static Set<Integer> range(int low, int high, int step) {
    Set<Integer> values = new TreeSet<>();
    for (int value = low; value <= high; value += step) {
      values.add(value);
    }
    return values;
  }
}
