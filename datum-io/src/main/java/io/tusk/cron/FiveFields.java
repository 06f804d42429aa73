/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cron;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** Minutes that a zone's clocks show. */
record FiveFields(
    ZoneId zone,
    CronField minute,
    CronField hour,
    CronField day,
    CronField month,
    CronField weekday)
    implements CronSchedule {
  /** No tick comes after it. */
  static final Instant END = Instant.parse("9999-01-01T00:00:00Z");

  /** A February 29 that is some day of the week comes again after 40 years at the latest. */
  private static final int MOST_YEARS = 41;

  private static final int MINUTES_OF_DAY = 24 * 60;

  @Override
  public Optional<Instant> next(Instant after) {
    if (after.isAfter(END)) {
      return Optional.empty();
    }
    ZoneRules rules = zone.getRules();
    Instant limit = after.plus(MOST_YEARS * 366L, ChronoUnit.DAYS);
    Instant from = after.truncatedTo(ChronoUnit.SECONDS).plusSeconds(1);
    // Between two transitions the clocks go as all clocks do.
    while (from.isBefore(limit)) {
      ZoneOffset offset = rules.getOffset(from);
      ZoneOffsetTransition transition = rules.nextTransition(from);
      Instant until =
          transition == null || transition.getInstant().isAfter(limit)
              ? limit
              : transition.getInstant();
      Optional<Instant> found =
          next(LocalDateTime.ofInstant(from, offset), LocalDateTime.ofInstant(until, offset))
              .map(time -> time.toInstant(offset));
      if (found.isPresent()) {
        return found;
      }
      from = until;
    }
    return Optional.empty();
  }

  /** The first time from {@code from} on, and before {@code until}. */
  private Optional<LocalDateTime> next(LocalDateTime from, LocalDateTime until) {
    LocalDate date = from.toLocalDate();
    int start = from.getHour() * 60 + from.getMinute() + (from.getSecond() > 0 ? 1 : 0);
    while (!date.isAfter(until.toLocalDate())) {
      if (!month.has(date.getMonthValue())) {
        date = date.withDayOfMonth(1).plusMonths(1);
        start = 0;
        continue;
      }
      int found = isDue(date) ? nextMinute(start) : MINUTES_OF_DAY;
      if (found < MINUTES_OF_DAY) {
        LocalDateTime time = date.atTime(found / 60, found % 60);
        return time.isBefore(until) ? Optional.of(time) : Optional.empty();
      }
      date = date.plusDays(1);
      start = 0;
    }
    return Optional.empty();
  }

  private boolean isDue(LocalDate date) {
    boolean dayFits = day.has(date.getDayOfMonth());
    boolean weekdayFits = weekday.has(date.getDayOfWeek().getValue() % 7);
    boolean both = day.isAny() || weekday.isAny();
    return both ? dayFits && weekdayFits : dayFits || weekdayFits;
  }

  /** The first minute of the day from {@code start} on; that many where there is none. */
  private int nextMinute(int start) {
    int time = start;
    while (time < MINUTES_OF_DAY) {
      if (!hour.has(time / 60)) {
        time = (time / 60 + 1) * 60;
      } else if (!minute.has(time % 60)) {
        time++;
      } else {
        return time;
      }
    }
    return MINUTES_OF_DAY;
  }

  @Override
  public Due newest(Instant after, Instant until, int most) {
    Duration window = Duration.ofMinutes(most);
    while (true) {
      Instant from = until.minus(window);
      boolean whole = !from.isAfter(after);
      Deque<Instant> ticks = new ArrayDeque<>();
      Optional<Instant> tick = next(whole ? after : from);
      while (tick.isPresent() && !tick.get().isAfter(until)) {
        ticks.add(tick.get());
        if (ticks.size() > most) {
          ticks.remove();
        }
        tick = next(tick.get());
      }
      if (whole || ticks.size() == most) {
        return new Due(List.copyOf(ticks), true);
      }
      window = window.multipliedBy(4);
    }
  }
}
