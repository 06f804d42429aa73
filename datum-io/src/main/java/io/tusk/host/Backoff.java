/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.host;

import io.tusk.error.ErrorCode;
import io.tusk.error.TuskException;
import java.time.Duration;

/** Exponential back-off with full jitter: the n-th pause is random up to first x 2^n, capped. */
public final class Backoff {
  private final Host host;
  private final Duration first;
  private final Duration cap;
  private int pauses;

  public Backoff(Host host, Duration first, Duration cap) {
    this.host = host;
    this.first = first;
    this.cap = cap;
  }

  /** How often {@link #pause} was called. */
  public int pauses() {
    return pauses;
  }

  /**
   * Waits for the next pause.
   *
   * @throws TuskException with {@code interrupted} when the thread is interrupted
   */
  public void pause(ErrorCode interrupted, String message) {
    long bound = Math.min(cap.toMillis(), first.toMillis() << Math.min(pauses, 20));
    pauses++;
    try {
      host.sleeper().sleep(Duration.ofMillis(1 + (long) (host.random().nextDouble() * bound)));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new TuskException(interrupted, message, e);
    }
  }
}
