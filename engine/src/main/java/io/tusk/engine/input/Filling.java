/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.input;

import java.io.IOException;
import java.io.OutputStream;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A file that becomes whole while somebody reads it. Safe for many threads. */
final class Filling {
  private static final Logger LOG = LoggerFactory.getLogger(Filling.class);
  private static final int TICK_MILLIS = 50;

  /** After so many ticks in which nothing was written nobody waits any more. */
  private static final int MOST_IDLE_TICKS = 5_000 / TICK_MILLIS;

  /** How it ended. */
  enum End {
    WHOLE,
    /** Its reader did not go to the end. */
    LEFT,
    /** The disk did not take it. */
    FAILED
  }

  private final long size;
  private final boolean copies;
  private final Consumer<End> atEnd;
  private final OutputStream out;
  private long written;
  private boolean ended;
  private boolean stalled;

  /**
   * @param out the file, empty; closed by this object
   * @param size that it will have, in bytes
   * @param copies whether its reader goes to the end without a pause
   * @param atEnd is told once
   */
  Filling(OutputStream out, long size, boolean copies, Consumer<End> atEnd) {
    this.out = out;
    this.size = size;
    this.copies = copies;
    this.atEnd = atEnd;
  }

  boolean copies() {
    return copies;
  }

  synchronized void write(byte[] bytes, int offset, int length) {
    if (ended) {
      return;
    }
    try {
      out.write(bytes, offset, length);
      written += length;
      if (written == size) {
        end(End.WHOLE);
      }
    } catch (IOException e) {
      LOG.debug("an input file cannot be kept", e);
      end(End.FAILED);
    }
  }

  /** What is not whole is not kept. */
  synchronized void leave() {
    if (!ended) {
      end(End.LEFT);
    }
  }

  private void end(End how) {
    ended = true;
    End last = how;
    try {
      out.close();
    } catch (IOException e) {
      LOG.debug("an input file cannot be kept", e);
      last = End.FAILED;
    }
    atEnd.accept(last);
    notifyAll();
  }

  /** Waits until it has ended; false where it no longer grows, or {@code stopped}. */
  synchronized boolean await(BooleanSupplier stopped) {
    int idle = 0;
    while (!ended && !stalled && !stopped.getAsBoolean()) {
      long before = written;
      try {
        wait(TICK_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return false;
      }
      idle = written == before ? idle + 1 : 0;
      stalled = idle >= MOST_IDLE_TICKS;
    }
    return ended;
  }
}
