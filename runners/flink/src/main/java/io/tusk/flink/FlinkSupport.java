/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.flink;

import io.tusk.engine.run.RunnerSession;
import io.tusk.engine.run.RunnerSupport;
import io.tusk.error.ErrorCode;
import io.tusk.error.TuskException;
import io.tusk.host.Host;
import java.util.List;
import java.util.Optional;
import org.apache.beam.runners.flink.FlinkPipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;

/**
 * Flink: in this process, on a cluster that is named, or on the one that was given this program.
 */
public final class FlinkSupport implements RunnerSupport {
  static final String RUNNER = "FlinkRunner";

  private static final String LOCAL = "[local]";
  private static final String AUTO = Environments.MASTER;
  private static final String COLLECTION = "[collection]";

  @Override
  public String runner() {
    return RUNNER;
  }

  @Override
  public boolean isDetached(List<String> arguments) {
    FlinkPipelineOptions options = options(arguments);
    return switch (master(options)) {
      case LOCAL, COLLECTION -> false;
      case AUTO -> SubmittedProgram.find().filter(SubmittedProgram::isDetached).isPresent();
      default -> !options.getAttachedMode();
    };
  }

  @Override
  public boolean outlivesProcess(List<String> arguments) {
    return switch (master(options(arguments))) {
      case LOCAL, COLLECTION -> false;
      case AUTO -> SubmittedProgram.find().isPresent();
      default -> true;
    };
  }

  @Override
  public RunnerSession open(List<String> arguments) {
    QuietLogs.apply();
    FlinkPipelineOptions options = options(arguments);
    Optional<SubmittedProgram> submitted = SubmittedProgram.find();
    String master = master(options);
    if (submitted.isPresent()) {
      if (!master.equals(AUTO)) {
        throw new TuskException(
            ErrorCode.USAGE,
            "--flinkMaster is "
                + master
                + ", but 'flink run' has chosen the cluster already; leave the option out");
      }
      return SubmittedSession.open(submitted.get(), options, Host.system());
    }
    return switch (master) {
      case LOCAL, AUTO -> embedded(options);
      case COLLECTION ->
          throw new TuskException(
              ErrorCode.USAGE,
              "--flinkMaster=[collection] runs nothing at the same time, which jobs need; use"
                  + " --flinkMaster=[local]");
      default -> ClusterSession.open(JobManager.of(master), options, Host.system());
    };
  }

  private static RunnerSession embedded(FlinkPipelineOptions options) {
    if (!options.getAttachedMode()) {
      throw new TuskException(
          ErrorCode.USAGE,
          "--attachedMode=false leaves a job to a cluster, and there is none: name one with"
              + " --flinkMaster=HOST:PORT");
    }
    return new EmbeddedSession(options);
  }

  static FlinkPipelineOptions options(List<String> arguments) {
    return PipelineOptionsFactory.fromArgs(arguments.toArray(String[]::new))
        .as(FlinkPipelineOptions.class);
  }

  private static String master(FlinkPipelineOptions options) {
    String master = options.getFlinkMaster().strip();
    return master.isEmpty() ? AUTO : master;
  }
}
