/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.run;

import io.tusk.engine.graph.JobGraph;
import io.tusk.engine.host.NativeLibrary;
import io.tusk.engine.url.UrlFiles;
import io.tusk.engine.work.JobWork;
import io.tusk.engine.worker.LaneConfig;
import io.tusk.error.ErrorCode;
import io.tusk.error.TuskException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.options.PipelineOptions;

/** Runs each job as a Beam pipeline of its own. */
final class BeamRunner implements Runner {
  private final List<String> arguments;
  private final Runnable started;
  private final RunnerSupport support;
  private RunnerSession session;

  /** {@code started} is told each time that Beam's runner starts. */
  BeamRunner(List<String> arguments, Runnable started) {
    this.arguments = List.copyOf(arguments);
    this.started = started;
    this.support = RunnerSupports.of(arguments);
  }

  @Override
  public boolean isDetached() {
    return support.isDetached(arguments);
  }

  @Override
  public boolean outlivesProcess() {
    return support.outlivesProcess(arguments);
  }

  @Override
  public int slots() {
    return session().slots();
  }

  @Override
  public boolean shuffles() {
    return support.shuffles();
  }

  private synchronized RunnerSession session() {
    if (session == null) {
      session = support.open(arguments);
    }
    return session;
  }

  @Override
  public Ran run(JobGraph graph, JobWork work) {
    LaneConfig config = graph.lanes();
    List<String> all = new ArrayList<>(UrlFiles.withDefaults(arguments));
    all.add("--jobName=" + config.pipeline() + "-" + config.set());
    RunnerSession open = session();
    PipelineOptions options = open.options(all, config.lanes());
    UrlFiles.findRegionLate(options, all);
    Pipeline pipeline = Pipeline.create(options);
    NativeLibrary.require();
    graph.build(pipeline);
    started.run();
    try {
      Optional<PipelineResult.State> end = open.run(pipeline);
      if (end.isPresent() && end.get() != PipelineResult.State.DONE) {
        throw new TuskException(
            ErrorCode.HOST,
            "the runner gave job "
                + config.job()
                + " up as "
                + end.get()
                + "; its log says why, and 'tusk run' goes on with the job");
      }
      return end.isPresent() ? Ran.TO_ITS_END : Ran.SUBMITTED;
    } catch (RuntimeException e) {
      throw RunnerFailure.of(e, work.faults(config.attempt()));
    }
  }

  @Override
  public synchronized void close() {
    if (session != null) {
      session.close();
    }
  }
}
