/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cron;

import io.tusk.error.ErrorCode;
import io.tusk.error.Quote;
import io.tusk.error.TuskException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * When something is due, again and again: five fields (minute, hour, day of month, month, day of
 * week) of numbers, names, ranges, steps and lists; {@code @every} with an interval; or one of the
 * words from {@code @hourly} to {@code @yearly}, and {@code @never}. {@code TZ=Europe/Berlin} or
 * {@code CRON_TZ=...} before it names the time zone, which is UTC otherwise.
 *
 * <p>A minute is due when the zone's clocks show a time that the fields name. So what they skip
 * when they are put forward is not due that day, and what they show twice is due twice. Where day
 * of month and day of week are both limited, without {@code *}, a day that either names is meant.
 */
public sealed interface CronSchedule permits Never, Every, FiveFields {
  /**
   * @throws TuskException INVALID
   */
  static CronSchedule parse(String text) {
    try {
      return CronParser.parse(text);
    } catch (CronParser.Problem e) {
      throw new TuskException(
          ErrorCode.INVALID,
          "cron expression \"" + Quote.shortened(text) + "\" " + e.getMessage(),
          e);
    }
  }

  /** What is wrong with a text, to be said behind it, with the remedy; absent when nothing is. */
  static Optional<String> problem(String text) {
    try {
      CronParser.parse(text);
      return Optional.empty();
    } catch (CronParser.Problem e) {
      return Optional.of(e.getMessage());
    }
  }

  /**
   * The first tick later than {@code after}; none when there never is one. Of {@code @every}, an
   * interval later, in whole seconds.
   */
  Optional<Instant> next(Instant after);

  /**
   * Ticks that have come.
   *
   * @param ticks ascending; the newest ones where there are more
   * @param more whether there are earlier ones than these
   */
  record Due(List<Instant> ticks, boolean more) {
    public Due {
      ticks = List.copyOf(ticks);
    }
  }

  /**
   * The ticks later than {@code after} and not later than {@code until}. What it costs follows
   * {@code most}, however many there are.
   *
   * @param most how many are given at most, at least 1
   */
  default Due due(Instant after, Instant until, int most) {
    Deque<Instant> ticks = new ArrayDeque<>();
    Optional<Instant> tick = next(after);
    while (tick.isPresent() && !tick.get().isAfter(until)) {
      if (ticks.size() == most) {
        return newest(after, until, most);
      }
      ticks.add(tick.get());
      tick = next(tick.get());
    }
    return new Due(List.copyOf(ticks), false);
  }

  /** As {@link #due} where there are more than {@code most}. */
  Due newest(Instant after, Instant until, int most);
}
