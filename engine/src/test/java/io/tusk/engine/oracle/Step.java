/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.oracle;

import java.time.Duration;
import java.util.List;

/**
 * What happens before some jobs, and during them; time passes first. Means something after any
 * other steps, so that any of them can be left out.
 *
 * @param down whether the service is down that some contents depend on
 * @param kill as {@link Situation}'s
 */
public record Step(List<Op> ops, boolean down, boolean kill) {
  /** One change; what it does not find it leaves alone. */
  public sealed interface Op {}

  /** What is in the way of the path goes. */
  public record Put(String repo, String path, String content) implements Op {}

  /** A file or a directory. */
  public record Delete(String repo, String path) implements Op {}

  /** A file or a directory. */
  public record Rename(String repo, String from, String to) implements Op {}

  /** The branch goes back so many states, of all that it ever had. */
  public record Back(String repo, int states) implements Op {}

  /** Another input, in JSON; {@code from} is "~" and a number of states to go back. */
  public record Spec(String input) implements Op {}

  /** Other code. */
  public record Code() implements Op {}

  /** Other code, and all is to be run again. */
  public record Reprocess() implements Op {}

  /** Whether every job runs everything. */
  public record EveryJob(boolean on) implements Op {}

  /** Time passes. */
  public record Wait(Duration time) implements Op {}

  /** All cron inputs tick. */
  public record RunCron() implements Op {}

  public static Step of(Op... ops) {
    return new Step(List.of(ops), false, false);
  }

  public Step whileDown() {
    return new Step(ops, true, kill);
  }

  public Step killed() {
    return new Step(ops, down, true);
  }
}
