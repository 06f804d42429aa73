/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.run;

import io.tusk.error.TuskException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.options.PipelineOptions;

/** DirectRunner as a cluster would be: jobs are submitted, and run when the test lets them. */
public final class DetachedDirectSupport implements RunnerSupport {
  static final String RUNNER = "DetachedDirectRunner";
  static final BlockingQueue<Pipeline> SUBMITTED = new LinkedBlockingQueue<>();

  /** What is thrown instead of taking jobs, if anything. */
  static volatile Optional<TuskException> refusal = Optional.empty();

  @Override
  public String runner() {
    return RUNNER;
  }

  @Override
  public boolean isDetached(List<String> arguments) {
    return true;
  }

  @Override
  public RunnerSession open(List<String> arguments) {
    refusal.ifPresent(
        why -> {
          throw why;
        });
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
      public Optional<PipelineResult.State> run(Pipeline pipeline) {
        SUBMITTED.add(pipeline);
        return Optional.empty();
      }
    };
  }
}
