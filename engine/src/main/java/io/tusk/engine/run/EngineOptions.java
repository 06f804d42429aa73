/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.run;

import io.tusk.name.PipelineName;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * How jobs are run.
 *
 * @param runnerArgs Beam's own options as {@code --name=value}, {@code --runner} among them
 * @param slots how many lanes a job gets whose pipeline does not say; empty: what the runner has
 * @param isolation how commands are kept apart, by name
 * @param secrets a directory as {@link io.tusk.engine.secret.SecretDirectory} keeps it, on every
 *     host that runs datums
 * @param deadAfter how long an engine on another host may be silent before its job is taken over
 * @param pipelines whose jobs are run; empty: all
 * @param planOnWorkersFrom from how many paths on the runner's workers make the plan of a job that
 *     must go through all of them; at least 1
 */
public record EngineOptions(
    List<String> runnerArgs,
    OptionalInt slots,
    String isolation,
    Duration deadAfter,
    Optional<Path> secrets,
    Set<PipelineName> pipelines,
    long planOnWorkersFrom) {
  public static final long DEFAULT_PLAN_ON_WORKERS_FROM = 2_000_000;
  public static final Duration DEFAULT_DEAD_AFTER = Duration.ofSeconds(60);

  /** Of all pipelines, without secrets. */
  public EngineOptions(List<String> runnerArgs, int slots, String isolation, Duration deadAfter) {
    this(runnerArgs, OptionalInt.of(slots), isolation, deadAfter);
  }

  private EngineOptions(
      List<String> runnerArgs, OptionalInt slots, String isolation, Duration deadAfter) {
    this(
        runnerArgs,
        slots,
        isolation,
        deadAfter,
        Optional.empty(),
        Set.of(),
        DEFAULT_PLAN_ON_WORKERS_FROM);
  }

  /** DirectRunner in this process, a slot for each processor. */
  public static EngineOptions direct(String isolation) {
    return of(List.of("--runner=" + DirectSupport.RUNNER), isolation);
  }

  /** As many lanes as the runner has slots, of all pipelines, without secrets. */
  public static EngineOptions of(List<String> runnerArgs, String isolation) {
    return new EngineOptions(runnerArgs, OptionalInt.empty(), isolation, DEFAULT_DEAD_AFTER);
  }

  public EngineOptions withSlots(int number) {
    return new EngineOptions(
        runnerArgs,
        OptionalInt.of(number),
        isolation,
        deadAfter,
        secrets,
        pipelines,
        planOnWorkersFrom);
  }

  public EngineOptions withSecrets(Path directory) {
    return new EngineOptions(
        runnerArgs,
        slots,
        isolation,
        deadAfter,
        Optional.of(directory),
        pipelines,
        planOnWorkersFrom);
  }

  public EngineOptions withPipelines(Set<PipelineName> only) {
    return new EngineOptions(
        runnerArgs, slots, isolation, deadAfter, secrets, Set.copyOf(only), planOnWorkersFrom);
  }

  public EngineOptions withPlanOnWorkersFrom(long paths) {
    return new EngineOptions(runnerArgs, slots, isolation, deadAfter, secrets, pipelines, paths);
  }

  boolean concerns(PipelineName pipeline) {
    return pipelines.isEmpty() || pipelines.contains(pipeline);
  }
}
