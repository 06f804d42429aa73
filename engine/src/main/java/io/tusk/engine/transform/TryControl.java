/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.transform;

import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Ends a lane's try from other threads: for good, or so that the datum begins anew. Whatever the
 * try's thread does between its tries is left alone.
 */
public final class TryControl {
  private final AtomicBoolean stopped = new AtomicBoolean();
  private Running running;
  private boolean restarting;

  /** A try that runs. Closed by the thread that opened it, when the user's code has ended. */
  public final class Running implements AutoCloseable {
    private final AtomicBoolean ended = new AtomicBoolean();
    private Thread code;

    /** Becomes true when the try is to end; the same object all the time. */
    public AtomicBoolean ended() {
      return ended;
    }

    /** Has the thread, which runs the user's code, interrupted when the try is to end. */
    void interrupts(Thread thread) {
      synchronized (TryControl.this) {
        code = thread;
        if (ended.get()) {
          thread.interrupt();
        }
      }
    }

    private void end() {
      ended.set(true);
      if (code != null) {
        code.interrupt();
      }
    }

    @Override
    public void close() {
      synchronized (TryControl.this) {
        running = null;
        if (ended.get() && code == Thread.currentThread()) {
          // The interrupt was for the user's code.
          Thread.interrupted();
        }
      }
    }
  }

  /** Says that the user's code begins. */
  public synchronized Running open() {
    running = new Running();
    if (stopped.get() || restarting) {
      running.end();
    }
    return running;
  }

  /** Ends the try that runs, and all that would come after it. */
  public synchronized void stop() {
    stopped.set(true);
    if (running != null) {
      running.end();
    }
  }

  /** Ends the try that runs; if none does, the next one of this datum. */
  public synchronized void restart() {
    restarting = true;
    if (running != null) {
      running.end();
    }
  }

  /** Whether all is to end. */
  public boolean isStopped() {
    return stopped.get();
  }

  /** Becomes true when all is to end; the same object all the time. */
  public AtomicBoolean stopped() {
    return stopped;
  }

  /** Whether a restart was asked for since this was last called. */
  synchronized boolean takeRestart() {
    boolean taken = restarting;
    restarting = false;
    return taken;
  }
}
