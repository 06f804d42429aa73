/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.command;

/**
 * How much of a command's output is kept. All are bytes but {@code lastLines}, the number of lines
 * that an outcome holds. A line longer than {@code lineBytes} is split. When the output exceeds
 * {@code headBytes} what follows is held back, so that the sink gets the head as it comes and then,
 * every second and when the command has ended, a line that tells how much was dropped, if anything
 * was, and at most the last {@code tailBytes}.
 */
public record LogLimits(int lineBytes, long headBytes, int tailBytes, int lastLines) {
  public static final LogLimits DEFAULT = new LogLimits(16 << 10, 1 << 20, 64 << 10, 20);

  private static final int MAX_BYTES = 64 << 20;

  public LogLimits {
    if (lineBytes < 4 || lineBytes > MAX_BYTES) {
      throw new IllegalArgumentException("lineBytes " + lineBytes + " is not in 4.." + MAX_BYTES);
    }
    if (headBytes < 0) {
      throw new IllegalArgumentException("headBytes " + headBytes + " is negative");
    }
    if (tailBytes < 1 || tailBytes > MAX_BYTES) {
      throw new IllegalArgumentException("tailBytes " + tailBytes + " is not in 1.." + MAX_BYTES);
    }
    if (lastLines < 0) {
      throw new IllegalArgumentException("lastLines " + lastLines + " is negative");
    }
  }
}
