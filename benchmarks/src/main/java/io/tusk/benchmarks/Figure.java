/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.benchmarks;

import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * One line of the scoreboard.
 *
 * @param ours what Tusk needed, with its unit
 * @param anchor what it is held against, with its unit; or why there is nothing
 * @param value what the target speaks of, mostly the ratio of the two
 * @param target absent where the line only explains another one
 */
record Figure(
    String what, String ours, String anchor, OptionalDouble value, Optional<Target> target) {

  /** A figure that explains another one. */
  static Figure extra(String what, String ours) {
    return new Figure(what, ours, "", OptionalDouble.empty(), Optional.empty());
  }

  static Figure extra(String what, String ours, String anchor) {
    return new Figure(what, ours, anchor, OptionalDouble.empty(), Optional.empty());
  }

  static Figure of(String what, String ours, String anchor, double value, Target target) {
    return new Figure(what, ours, anchor, OptionalDouble.of(value), Optional.of(target));
  }

  /** A figure whose anchor is not installed. */
  static Figure withoutAnchor(String what, String ours, String anchor, Target target) {
    return new Figure(
        what, ours, anchor + " is not installed", OptionalDouble.empty(), Optional.of(target));
  }

  /** Whether the target is met; "-" where there is none, or nothing to judge by. */
  String verdict() {
    if (target.isEmpty() || value.isEmpty()) {
      return "-";
    }
    return target.get().isMetBy(value.getAsDouble()) ? "met" : "missed";
  }

  String valueText() {
    return value.isPresent() ? number(value.getAsDouble()) : "";
  }

  /** Three significant digits. */
  static String number(double value) {
    double size = Math.abs(value);
    int decimals = size >= 100 ? 0 : size >= 10 ? 1 : size >= 1 ? 2 : 3;
    return String.format(Locale.ROOT, "%,." + decimals + "f", value);
  }

  static String seconds(double seconds) {
    if (Math.abs(seconds) < 0.001) {
      return number(seconds * 1e6) + " us";
    }
    return Math.abs(seconds) < 1 ? number(seconds * 1e3) + " ms" : number(seconds) + " s";
  }

  static String bytes(double bytes) {
    if (bytes < 1024) {
      return number(bytes) + " B";
    }
    return bytes < 1 << 20 ? number(bytes / 1024) + " KiB" : number(bytes / (1 << 20)) + " MiB";
  }

  /** 1k, 100k, 1M; plain where that would round. */
  static String count(int count) {
    if (count >= 1_000_000 && count % 1_000_000 == 0) {
      return count / 1_000_000 + " M";
    }
    return count >= 1_000 && count % 1_000 == 0 ? count / 1_000 + " k" : "" + count;
  }
}
