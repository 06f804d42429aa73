/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.command;

import java.time.Duration;
import java.util.List;

/**
 * What a command did.
 *
 * @param accepted whether it ended by itself with exit code 0 or one that the request accepts
 * @param lastLines the end of its output, as many lines as the limits say
 * @param logBytes what it wrote to standard output and standard error, dropped or not
 * @param wall from before its start until everything that it started was gone
 */
public record CommandOutcome(
    String command,
    CommandEnd end,
    boolean accepted,
    List<String> lastLines,
    long logBytes,
    Duration wall) {
  public CommandOutcome {
    lastLines = List.copyOf(lastLines);
  }

  /** Of a command that was ended, and of which nothing else is known. */
  public static CommandOutcome of(String command, CommandEnd end) {
    return new CommandOutcome(command, end, false, List.of(), 0, Duration.ZERO);
  }

  /** One sentence for the person who wrote the command, without the command's own output. */
  public String summary() {
    String subject = "command \"" + command + "\" ";
    if (end instanceof CommandEnd.NotStarted notStarted) {
      return notStarted.reason();
    } else if (end instanceof CommandEnd.TimedOut timedOut) {
      return subject
          + "was killed after "
          + timedOut.limit().toMillis() / 1000.0
          + " s, its time limit; raise datum_timeout or make it faster";
    } else if (end instanceof CommandEnd.OverLimit over) {
      return subject
          + "was ended because it reached "
          + over.limit()
          + "; raise resource_limits or let it use less";
    } else if (end instanceof CommandEnd.Exited exited) {
      String signal =
          exited.signal().isPresent()
              ? " (killed by " + Signals.name(exited.signal().getAsInt()) + ")"
              : "";
      return subject + "ended with exit code " + exited.code() + signal;
    }
    return subject + "was stopped";
  }
}
