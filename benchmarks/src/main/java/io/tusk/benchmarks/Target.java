/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.benchmarks;

import java.util.Locale;

/** What a figure should be: a limit that counts as met itself. */
record Target(Bound bound, double limit) {
  enum Bound {
    AT_MOST("<="),
    AT_LEAST(">=");

    private final String sign;

    Bound(String sign) {
      this.sign = sign;
    }
  }

  static Target atMost(double limit) {
    return new Target(Bound.AT_MOST, limit);
  }

  static Target atLeast(double limit) {
    return new Target(Bound.AT_LEAST, limit);
  }

  boolean isMetBy(double value) {
    return bound == Bound.AT_MOST ? value <= limit : value >= limit;
  }

  @Override
  public String toString() {
    return bound.sign
        + " "
        + (limit == Math.rint(limit)
            ? String.format(Locale.ROOT, "%,.0f", limit)
            : String.format(Locale.ROOT, "%.1f", limit));
  }
}
