/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.command;

import java.time.Duration;
import java.util.OptionalInt;

/** How a command came to its end. */
public sealed interface CommandEnd {
  /**
   * It ran and ended by itself. By the convention of shells a {@code code} above 128 means a
   * signal, or an exit with that very code: the two cannot be told apart.
   */
  record Exited(int code) implements CommandEnd {
    /** The number of the signal that the code stands for. */
    public OptionalInt signal() {
      return code > 128 && code <= 128 + 64 ? OptionalInt.of(code - 128) : OptionalInt.empty();
    }
  }

  /**
   * It could not be started.
   *
   * @param code 127 when it does not exist, 126 when it exists and cannot be run, as in shells
   * @param reason a sentence with the remedy
   */
  record NotStarted(int code, String reason) implements CommandEnd {}

  /** It was killed because its stop token was set or the thread that ran it was interrupted. */
  record Stopped() implements CommandEnd {}

  /** It was killed because it ran for longer than allowed. */
  record TimedOut(Duration limit) implements CommandEnd {}

  /**
   * It used more than it was allowed to, and was killed for it or failed.
   *
   * @param limit a clause: {@code its memory limit of 64.0 MiB}
   */
  record OverLimit(String limit) implements CommandEnd {}
}
