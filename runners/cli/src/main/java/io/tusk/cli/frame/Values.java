/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli.frame;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * How the values of a listing or a detail read: an Instant as its age or in full, a Duration in
 * short, an Optional as what it holds or a dash, anything else as its own text.
 */
public final class Values {
  private final Clock clock;
  private final boolean fullTimestamps;

  Values(Clock clock, boolean fullTimestamps) {
    this.clock = clock;
    this.fullTimestamps = fullTimestamps;
  }

  String text(Object value) {
    if (value instanceof Instant time) {
      return fullTimestamps ? time.toString() : Format.age(time, clock);
    }
    if (value instanceof Duration duration) {
      return Format.duration(duration);
    }
    if (value instanceof Optional<?> optional) {
      return optional.map(this::text).orElse("-");
    }
    return value.toString();
  }
}
