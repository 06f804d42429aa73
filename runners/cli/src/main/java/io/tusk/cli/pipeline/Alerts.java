/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli.pipeline;

import io.tusk.cli.frame.Format;
import io.tusk.cli.job.JobText;
import io.tusk.pipeline.Job;
import io.tusk.pipeline.JobState;
import io.tusk.spec.PipelineSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What about a pipeline needs somebody's attention. */
final class Alerts {
  private Alerts() {}

  /**
   * A last job that did not succeed, or that has been running for longer than the specification's
   * {@code maximum_expected_uptime}.
   */
  static List<String> of(PipelineSpec spec, Optional<Job> last, Instant now) {
    List<String> alerts = new ArrayList<>();
    last.filter(job -> job.state().isTerminal() && job.state() != JobState.SUCCESS)
        .ifPresent(
            job -> alerts.add("job " + job.id().set() + " ended: " + JobText.stateAndReason(job)));
    Duration running =
        last.filter(Job::isRun)
            .flatMap(Job::started)
            .map(start -> Duration.between(start, now))
            .orElse(Duration.ZERO);
    spec.maximumExpectedUptime()
        .filter(most -> running.compareTo(most) > 0)
        .ifPresent(
            most ->
                alerts.add(
                    "job "
                        + last.orElseThrow().id().set()
                        + " runs for "
                        + Format.duration(running)
                        + ", longer than "
                        + Format.duration(most)));
    return alerts;
  }
}
