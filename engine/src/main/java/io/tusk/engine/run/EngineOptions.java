/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.run;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How jobs are run.
 *
 * @param runnerArgs Beam's own options, {@code --runner} among them
 * @param slots datums that the runner can run at once; what a pipeline without a parallelism gets
 * @param isolation how commands are kept apart, by name
 * @param secrets a directory as {@link io.tusk.engine.secret.SecretDirectory} keeps it, on every
 *     host that runs datums
 * @param deadAfter how long an engine on another host may be silent before its job is taken over
 */
public record EngineOptions(
    List<String> runnerArgs,
    int slots,
    String isolation,
    Duration deadAfter,
    Optional<Path> secrets) {
  public static final Duration DEFAULT_DEAD_AFTER = Duration.ofSeconds(60);

  /** Without secrets. */
  public EngineOptions(List<String> runnerArgs, int slots, String isolation, Duration deadAfter) {
    this(runnerArgs, slots, isolation, deadAfter, Optional.empty());
  }

  /** DirectRunner in this process, a slot for each processor. */
  public static EngineOptions direct(String isolation) {
    return new EngineOptions(
        List.of("--runner=DirectRunner"),
        Runtime.getRuntime().availableProcessors(),
        isolation,
        DEFAULT_DEAD_AFTER);
  }

  public EngineOptions withSecrets(Path directory) {
    return new EngineOptions(runnerArgs, slots, isolation, deadAfter, Optional.of(directory));
  }
}
