/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.run;

import java.util.List;
import java.util.Optional;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.options.PipelineOptions;

/**
 * DirectRunner as a cluster would be: jobs may go on, and what a step throws does not come back.
 */
public final class OpaqueDirectSupport implements RunnerSupport {
  static final String RUNNER = "OpaqueDirectRunner";

  @Override
  public String runner() {
    return RUNNER;
  }

  @Override
  public boolean outlivesProcess(List<String> arguments) {
    return true;
  }

  @Override
  public RunnerSession open(List<String> arguments) {
    RunnerSession direct = new DirectSupport().open(List.of());
    return new RunnerSession() {
      @Override
      public int slots() {
        return 2;
      }

      @Override
      public PipelineOptions options(List<String> ofTheJob, int lanes) {
        return direct.options(
            ofTheJob.stream().filter(each -> !each.startsWith("--runner=")).toList(), lanes);
      }

      @Override
      @SuppressWarnings("UnusedException") // As is the point.
      public Optional<PipelineResult.State> run(Pipeline pipeline) {
        try {
          return direct.run(pipeline);
        } catch (RuntimeException e) {
          throw new IllegalStateException("job execution failed");
        }
      }
    };
  }
}
