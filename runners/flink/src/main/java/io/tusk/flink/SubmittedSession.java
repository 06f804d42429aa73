/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.flink;

import io.tusk.engine.run.RunnerSession;
import io.tusk.error.ErrorCode;
import io.tusk.error.TuskException;
import io.tusk.host.Host;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.beam.runners.flink.FlinkPipelineOptions;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.options.PipelineOptions;

/** The cluster that {@code flink run} was given, or that was started for this program. */
final class SubmittedSession implements RunnerSession {
  private final SubmittedProgram program;
  private final int present;
  private final Optional<JobManager> standing;
  private final Optional<Slots> slots;

  private SubmittedSession(
      SubmittedProgram program, int present, Optional<JobManager> standing, Host host) {
    this.program = program;
    this.present = present;
    this.standing = standing;
    this.slots = standing.map(there -> new Slots(there.name(), there::overview, host.sleeper()));
  }

  static SubmittedSession open(SubmittedProgram program, FlinkPipelineOptions options, Host host) {
    String version = SubmittedProgram.version();
    if (!version.startsWith(JobManager.VERSION + ".")) {
      throw new TuskException(
          ErrorCode.HOST,
          "this 'flink run' is of Flink "
              + version
              + ", and Tusk runs on "
              + JobManager.VERSION
              + "; use the client and the cluster of that version");
    }
    Optional<JobManager> standing = program.standing();
    int wished = options.getParallelism();
    OptionalInt known = wished > 0 ? OptionalInt.of(wished) : program.parallelism();
    SubmittedSession session =
        new SubmittedSession(
            program,
            known.orElseGet(
                () ->
                    standing
                        .map(there -> Slots.present(there.name(), there.overview()).slots())
                        .orElse(1)),
            standing,
            host);
    program.apply(Restarts.of(options));
    return session;
  }

  @Override
  public int slots() {
    return present;
  }

  @Override
  public PipelineOptions options(List<String> arguments, int lanes) {
    FlinkPipelineOptions options = FlinkSupport.options(arguments);
    options.setParallelism(Math.min(lanes, present));
    options.setAttachedMode(!program.isDetached());
    // Flink ships the jar that this class is in.
    options.setFilesToStage(List.of());
    return options;
  }

  @Override
  public Optional<PipelineResult.State> run(Pipeline pipeline) {
    return LostCluster.during(
        standing.map(JobManager::name), () -> Submission.run(pipeline, slots));
  }
}
