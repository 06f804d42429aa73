/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli.frame;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/** Sizes, times and durations for people. */
public final class Format {
  private static final String[] UNITS = {"B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};

  private static final int BAR = 15;

  private Format() {}

  /** Binary units, four significant digits at most: {@code 1.5KiB}. */
  public static String size(long bytes) {
    double value = bytes;
    int unit = 0;
    while (value >= 1024 && unit + 1 < UNITS.length) {
      value /= 1024;
      unit++;
    }
    int decimals = value < 10 ? 3 : value < 100 ? 2 : value < 1000 ? 1 : 0;
    String digits = String.format(Locale.ROOT, "%." + decimals + "f", value);
    if (digits.contains(".")) {
      digits = digits.replaceAll("0+$", "").replaceAll("\\.$", "");
    }
    return digits + UNITS[unit];
  }

  /** How long ago: {@code 3 minutes ago}. */
  public static String age(Instant time, Clock clock) {
    long seconds = Math.max(0, Duration.between(time, clock.instant()).toSeconds());
    if (seconds < 1) {
      return "now";
    }
    long[] lengths = {1, 60, 3_600, 86_400, 604_800, 2_629_800, 31_557_600};
    String[] names = {"second", "minute", "hour", "day", "week", "month", "year"};
    int unit = 0;
    while (unit + 1 < lengths.length && seconds >= lengths[unit + 1]) {
      unit++;
    }
    long count = seconds / lengths[unit];
    return count + " " + names[unit] + (count == 1 ? "" : "s") + " ago";
  }

  /** {@code 0.42s}, {@code 12.3s}, {@code 3m5s}, {@code 2h4m}. */
  public static String duration(Duration duration) {
    long millis = Math.max(0, duration.toMillis());
    if (millis < 10_000) {
      return String.format(Locale.ROOT, "%.2fs", millis / 1000.0);
    }
    if (millis < 60_000) {
      return String.format(Locale.ROOT, "%.1fs", millis / 1000.0);
    }
    return roughly(duration);
  }

  /** In whole seconds or less exactly: {@code 12s}, {@code 3m5s}, {@code 2h4m}. */
  public static String roughly(Duration duration) {
    long seconds = duration.toSeconds();
    if (seconds < 60) {
      return seconds + "s";
    }
    return seconds < 3_600
        ? seconds / 60 + "m" + seconds % 60 + "s"
        : seconds / 3_600 + "h" + seconds % 3_600 / 60 + "m";
  }

  /** Part of a whole as a bar of fixed width. */
  public static String bar(long part, long whole) {
    int filled = whole == 0 ? BAR : (int) (part * BAR / whole);
    return "▇".repeat(filled) + "-".repeat(BAR - filled);
  }
}
