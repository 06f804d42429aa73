/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.host;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Random;

/** What code takes from its surroundings: the time, chance, and waiting. */
public record Host(Clock clock, Random random, Sleeper sleeper) {
  /** Waits; an implementation for tests returns at once. */
  @FunctionalInterface
  public interface Sleeper {
    void sleep(Duration duration) throws InterruptedException;
  }

  public static Host system() {
    return new Host(
        Clock.systemUTC(), new SecureRandom(), duration -> Thread.sleep(duration.toMillis()));
  }

  /** 32 random hex digits. */
  public String randomId() {
    byte[] bytes = new byte[16];
    random.nextBytes(bytes);
    return java.util.HexFormat.of().formatHex(bytes);
  }
}
