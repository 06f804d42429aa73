/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.flink;

import java.time.Duration;
import java.util.Optional;
import org.apache.beam.runners.flink.FlinkPipelineOptions;
import org.apache.flink.api.common.restartstrategy.RestartStrategies;
import org.apache.flink.api.common.time.Time;
import org.apache.flink.configuration.Configuration;

/**
 * How often Flink may start the steps of a job again, which go on where they were. Without a wish
 * it is some times in some minutes: enough for workers that are lost one after another over days,
 * and soon over where starting again is of no use.
 *
 * @param times the wish; empty without one, and then the configuration's own stands if it has one
 * @param pause the wish
 */
// Flink heeds what newer means say only for programs of its newer interface.
@SuppressWarnings("deprecation")
record Restarts(Optional<Integer> times, Optional<Duration> pause) {
  private static final int FAILURES = 3;
  private static final Duration INTERVAL = Duration.ofMinutes(5);
  private static final Duration PAUSE = Duration.ofSeconds(1);

  /** By {@code --numberOfExecutionRetries} and {@code --executionRetryDelay}. */
  static Restarts of(FlinkPipelineOptions options) {
    int times = options.getNumberOfExecutionRetries();
    long pause = options.getExecutionRetryDelay();
    return new Restarts(
        times < 0 ? Optional.empty() : Optional.of(times),
        pause < 0 ? Optional.empty() : Optional.of(Duration.ofMillis(pause)));
  }

  /** Only where somebody wishes it: what fails in this process fails again. */
  Optional<RestartStrategies.RestartStrategyConfiguration> wished() {
    return times.map(this::of);
  }

  RestartStrategies.RestartStrategyConfiguration in(Configuration configuration) {
    if (times.isPresent()) {
      return of(times.get());
    }
    return RestartStrategies.fromConfiguration(configuration)
        .orElseGet(
            () ->
                RestartStrategies.failureRateRestart(
                    FAILURES, Time.fromDuration(INTERVAL), pauseTime()));
  }

  private Time pauseTime() {
    return Time.fromDuration(pause.orElse(PAUSE));
  }

  private RestartStrategies.RestartStrategyConfiguration of(int count) {
    return count == 0
        ? RestartStrategies.noRestart()
        : RestartStrategies.fixedDelayRestart(count, pauseTime());
  }
}
