/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.run;

import io.tusk.engine.graph.JobGraph;
import io.tusk.engine.host.TemporaryDirectory;
import io.tusk.engine.worker.LaneConfig;
import io.tusk.error.ErrorCode;
import io.tusk.error.TuskException;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.Pipeline.PipelineExecutionException;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;

/** Runs each job as a Beam pipeline of its own. */
final class BeamRunner implements Runner {
  private final List<String> runnerArgs;
  private final Runnable started;

  /** {@code started} is told each time that Beam's runner starts. */
  BeamRunner(List<String> runnerArgs, Runnable started) {
    this.runnerArgs = List.copyOf(runnerArgs);
    this.started = started;
  }

  @Override
  public void run(LaneConfig config) {
    Pipeline pipeline = Pipeline.create(options(config));
    TemporaryDirectory.require();
    JobGraph.build(pipeline, config);
    started.run();
    try {
      PipelineResult.State end = pipeline.run().waitUntilFinish();
      if (end == PipelineResult.State.FAILED || end == PipelineResult.State.CANCELLED) {
        throw new TuskException(
            ErrorCode.INTERNAL,
            "the runner gave job "
                + config.job()
                + " up as "
                + end
                + "; its log says why, and 'tusk run' goes on with the job");
      }
    } catch (PipelineExecutionException e) {
      throw unwrap(e);
    }
  }

  private PipelineOptions options(LaneConfig config) {
    List<String> args = new ArrayList<>(runnerArgs);
    args.add("--jobName=" + config.pipeline() + "-" + config.set());
    if (args.contains("--runner=DirectRunner")) {
      args.add("--targetParallelism=" + Math.max(config.lanes(), 1));
      args.add("--enforceImmutability=false");
      args.add("--enforceEncodability=false");
    }
    return PipelineOptionsFactory.fromArgs(args.toArray(String[]::new)).create();
  }

  private static RuntimeException unwrap(PipelineExecutionException e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof TuskException tusk) {
        return tusk;
      }
    }
    return new TuskException(ErrorCode.INTERNAL, "the runner failed: " + e.getMessage(), e);
  }
}
