/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.oracle;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * The schedules that histories have, and when they come: by looking at every minute that ends with
 * a zero, as all of them name only such.
 */
final class Schedules {
  private static final Map<String, Predicate<ZonedDateTime>> MINUTES =
      new TreeMap<>(
          Map.of(
              "@hourly", time -> time.getMinute() == 0,
              "@daily", time -> time.getMinute() == 0 && time.getHour() == 0,
              "*/20 * * * *", time -> time.getMinute() % 20 == 0,
              "30 */2 * * *", time -> time.getMinute() == 30 && time.getHour() % 2 == 0,
              "TZ=Asia/Tokyo 0 3,18 * * *", Schedules::isThreeOrSixInTokyo,
              "@never", time -> false));

  private static final Map<String, Duration> EVERY =
      new TreeMap<>(Map.of("@every 40m", Duration.ofMinutes(40), "@every 3h", Duration.ofHours(3)));

  private static final List<String> ALL = new ArrayList<>();

  static {
    ALL.addAll(MINUTES.keySet());
    ALL.addAll(EVERY.keySet());
  }

  private Schedules() {}

  private static boolean isThreeOrSixInTokyo(ZonedDateTime time) {
    int there = time.withZoneSameInstant(ZoneOffset.ofHours(9)).getHour();
    return time.getMinute() == 0 && (there == 3 || there == 18);
  }

  static List<String> all() {
    return List.copyOf(ALL);
  }

  /**
   * Ascending, without {@code after}. Intervals are counted from that.
   *
   * @param spec one of {@link #all}
   */
  static List<Instant> between(String spec, Instant after, Instant until) {
    List<Instant> times = new ArrayList<>();
    if (EVERY.containsKey(spec)) {
      Duration interval = EVERY.get(spec);
      Instant time = after.truncatedTo(ChronoUnit.SECONDS).plus(interval);
      for (; !time.isAfter(until); time = time.plus(interval)) {
        times.add(time);
      }
      return times;
    }
    Predicate<ZonedDateTime> minutes = MINUTES.get(spec);
    Instant time = after.truncatedTo(ChronoUnit.HOURS);
    for (; !time.isAfter(until); time = time.plus(10, ChronoUnit.MINUTES)) {
      if (time.isAfter(after) && minutes.test(time.atZone(ZoneOffset.UTC))) {
        times.add(time);
      }
    }
    return times;
  }
}
