/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.host;

import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;

/** Stands wherever it was set last; at the beginning of 2031 before that. */
public final class SetTime implements InstantSource {
  private volatile Instant now = Instant.parse("2031-01-01T00:00:00Z");

  public void set(Instant time) {
    now = time;
  }

  @Override
  public Instant instant() {
    return now;
  }

  public Clock clock() {
    return withZone(ZoneOffset.UTC);
  }
}
