/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli.doctor;

import java.util.Locale;

/**
 * What was found out about one thing that Tusk needs or makes use of.
 *
 * @param fact with what to do about it, where there is something to do
 */
record Finding(Status status, String subject, String fact) {
  /** How good it is. */
  enum Status {
    OK,
    /** Tusk works, with less than it could have. */
    WARNING,
    /** Tusk does not work without it. */
    MISSING
  }

  String line() {
    return String.format("%-9s%s: %s", status.name().toLowerCase(Locale.ROOT), subject, fact);
  }
}
