/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.run;

import java.time.Duration;
import java.util.List;

/**
 * How jobs are run.
 *
 * @param runnerArgs Beam's own options, {@code --runner} among them
 * @param slots datums that the runner can run at once; what a pipeline without a parallelism gets
 * @param isolation how commands are kept apart, by name
 * @param deadAfter how long an engine on another host may be silent before its job is taken over
 */
public record EngineOptions(
    List<String> runnerArgs, int slots, String isolation, Duration deadAfter) {
  public static final Duration DEFAULT_DEAD_AFTER = Duration.ofSeconds(60);

  /** DirectRunner in this process, a slot for each processor. */
  public static EngineOptions direct(String isolation) {
    return new EngineOptions(
        List.of("--runner=DirectRunner"),
        Runtime.getRuntime().availableProcessors(),
        isolation,
        DEFAULT_DEAD_AFTER);
  }
}
