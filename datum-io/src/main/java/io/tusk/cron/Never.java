/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cron;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** {@code @never}: for inputs that tick by command alone. */
record Never() implements CronSchedule {
  @Override
  public Optional<Instant> next(Instant after) {
    return Optional.empty();
  }

  @Override
  public Due newest(Instant after, Instant until, int most) {
    return new Due(List.of(), false);
  }
}
