/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cron;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * {@code @every}, counted from the last tick.
 *
 * @param interval whole seconds, at least one
 */
record Every(Duration interval) implements CronSchedule {
  @Override
  public Optional<Instant> next(Instant after) {
    return after.isAfter(FiveFields.END)
        ? Optional.empty()
        : Optional.of(after.truncatedTo(ChronoUnit.SECONDS).plus(interval));
  }

  @Override
  public Due newest(Instant after, Instant until, int most) {
    Instant first = next(after).orElseThrow();
    long behind = Duration.between(first, until).dividedBy(interval);
    Instant start = first.plus(interval.multipliedBy(behind - most));
    return new Due(due(start, until, most).ticks(), true);
  }
}
