/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tusk.engine.limits.ResourceLimits;
import io.tusk.engine.limits.UsageMeter;
import io.tusk.error.ErrorCode;
import io.tusk.error.TuskException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicReference;

/** A started command, from its first process to the last. */
final class RunningCommand {
  private static final int BUFFER_BYTES = 64 << 10;
  private static final int COMPLAINT_BYTES = 4 << 10;

  private final Process process;
  private final String marker;
  private final ProcessSweeper sweeper;
  private final boolean announced;
  private final AtomicReference<CommandEnd> killed = new AtomicReference<>();
  private final CompletableFuture<Void> gone = new CompletableFuture<>();

  /**
   * @param announced whether the command has a view, and the line that equals the marker comes
   *     before its output
   */
  RunningCommand(Process process, String marker, boolean announced, ProcessSweeper sweeper) {
    this.process = process;
    this.marker = marker;
    this.announced = announced;
    this.sweeper = sweeper;
  }

  Process process() {
    return process;
  }

  /** Kills the command if its processes together use more than they may. */
  void keepWithin(ResourceLimits limits) {
    List<Long> processes =
        announced
            // In a view nothing leaves the tree of its first process.
            ? process.descendants().map(ProcessHandle::pid).toList()
            : sweeper.find(marker, process.pid());
    UsageMeter.exceeded(limits, processes)
        .ifPresent(limit -> kill(new CommandEnd.OverLimit(limit)));
  }

  /** Why it was killed, if it was. */
  Optional<CommandEnd> killed() {
    return Optional.ofNullable(killed.get());
  }

  /**
   * Begins to end everything that the command started; {@code why} counts if it is the first.
   * Nobody waits, so that commands that are killed at one time end side by side; {@link
   * #awaitKilled} does.
   */
  void kill(CommandEnd why) {
    if (killed.compareAndSet(null, why)) {
      Thread ending = new Thread(this::endAll, "command-kill");
      ending.setDaemon(true);
      ending.start();
    }
  }

  private void endAll() {
    try {
      if (announced) {
        sweeper.endView(process, marker);
      } else {
        sweeper.endAll(process.toHandle(), marker);
      }
      gone.complete(null);
    } catch (RuntimeException | Error e) {
      gone.completeExceptionally(e);
    }
  }

  /**
   * Waits, where the command was killed, until all of it is gone; its output may end before.
   *
   * @throws TuskException with {@code HOST} when a process survives
   */
  void awaitKilled() {
    if (killed.get() == null) {
      return;
    }
    try {
      gone.join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof TuskException known ? known : e;
    }
  }

  void sweep(ProcessSweeper.Scope scope) {
    sweeper.sweep(marker, process.pid(), scope);
  }

  /** Feeds standard input; that nobody reads it is no fault. */
  void feed(byte[] input) {
    try (OutputStream stdin = process.getOutputStream()) {
      stdin.write(input);
    } catch (IOException e) {
      return;
    }
  }

  /**
   * Reads all output.
   *
   * @throws TuskException with {@code HOST} when the marker does not come though the command has a
   *     view, and nobody killed it
   */
  void read(CommandLog log) throws IOException {
    byte[] buffer = new byte[BUFFER_BYTES];
    InputStream output = process.getInputStream();
    int left = 0;
    int start = 0;
    if (announced) {
      byte[] line = (marker + "\n").getBytes(UTF_8);
      ByteArrayOutputStream before = new ByteArrayOutputStream();
      while (true) {
        int n = output.read(buffer);
        if (n < 0) {
          failedHost(before.toString(UTF_8));
          return;
        }
        before.write(buffer, 0, n);
        int end = before.toString(UTF_8).indexOf(marker + "\n");
        if (end >= 0) {
          byte[] all = before.toByteArray();
          start = new String(all, UTF_8).substring(0, end).getBytes(UTF_8).length + line.length;
          left = all.length - start;
          log.add(all, start, left);
          break;
        }
        if (before.size() > COMPLAINT_BYTES) {
          byte[] kept = before.toByteArray();
          before.reset();
          before.write(kept, kept.length - COMPLAINT_BYTES, COMPLAINT_BYTES);
        }
      }
    }
    for (int n = output.read(buffer); n >= 0; n = output.read(buffer)) {
      log.add(buffer, 0, n);
    }
  }

  private void failedHost(String complaint) {
    if (killed.get() == null) {
      throw new TuskException(
          ErrorCode.HOST,
          "the host does not give a command its own view: "
              + (complaint.isBlank() ? "no reason given" : complaint.strip().replace('\n', ';'))
              + "; tusk doctor says what is allowed, --isolation=none does without");
    }
  }
}
