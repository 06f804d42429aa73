/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.flink;

import io.tusk.engine.run.RunnerSession;
import io.tusk.host.Host;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.beam.runners.flink.FlinkPipelineOptions;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.flink.api.java.ExecutionEnvironment;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.DeploymentOptions;
import org.apache.flink.configuration.GlobalConfiguration;
import org.apache.flink.configuration.JobManagerOptions;
import org.apache.flink.configuration.RestOptions;

/** A cluster that is named. */
final class ClusterSession implements RunnerSession {
  /** How Flink's clients reach a cluster that stands at an address. */
  static final String TARGET = "remote";

  private final JobManager manager;
  private final Optional<Slots> slots;
  private final int most;

  /** {@code slots}: nothing where the cluster starts workers once a job asks for them. */
  private ClusterSession(JobManager manager, Optional<Slots> slots, int most) {
    this.manager = manager;
    this.slots = slots;
    this.most = most;
  }

  static ClusterSession open(JobManager manager, FlinkPipelineOptions options, Host host) {
    JobManager.Overview overview = manager.overview();
    int wished = options.getParallelism();
    if (wished <= 0) {
      Slots.present(manager.name(), overview);
    }
    return new ClusterSession(
        manager,
        overview.slots() > 0
            ? Optional.of(new Slots(manager.name(), manager::overview, host.sleeper()))
            : Optional.empty(),
        wished > 0 ? wished : overview.slots());
  }

  @Override
  public int slots() {
    return most;
  }

  @Override
  public PipelineOptions options(List<String> arguments, int lanes) {
    FlinkPipelineOptions options = FlinkSupport.options(arguments);
    options.setFlinkMaster(Environments.MASTER);
    options.setParallelism(Math.min(lanes, most));
    if (options.getFilesToStage() == null) {
      options.setFilesToStage(List.of(BundledJar.find().toString()));
    }
    return options;
  }

  @Override
  public Optional<PipelineResult.State> run(Pipeline pipeline) {
    FlinkPipelineOptions options = pipeline.getOptions().as(FlinkPipelineOptions.class);
    return LostCluster.during(
        Optional.of(manager.name()),
        () ->
            Environments.provideDuring(
                () -> environment(options), () -> Submission.run(pipeline, slots)));
  }

  /** What the user has said in Flink's own way. */
  static Configuration configuration(FlinkPipelineOptions options) {
    return options.getFlinkConfDir() == null
        ? GlobalConfiguration.loadConfiguration()
        : GlobalConfiguration.loadConfiguration(options.getFlinkConfDir());
  }

  // The older of Flink's two interfaces hands out splits one by one, so Beam's batches use it.
  @SuppressWarnings("deprecation")
  private ExecutionEnvironment environment(FlinkPipelineOptions options) {
    Configuration configuration = configuration(options);
    configuration.set(DeploymentOptions.TARGET, TARGET);
    configuration.set(DeploymentOptions.ATTACHED, options.getAttachedMode());
    configuration.set(JobManagerOptions.ADDRESS, manager.host());
    configuration.set(JobManagerOptions.PORT, manager.port());
    configuration.set(RestOptions.ADDRESS, manager.host());
    configuration.set(RestOptions.PORT, manager.port());
    configuration.set(
        org.apache.flink.configuration.PipelineOptions.JARS,
        options.getFilesToStage().stream()
            .map(file -> Path.of(file).toAbsolutePath().toUri().toString())
            .toList());
    ExecutionEnvironment environment = new ExecutionEnvironment(configuration);
    environment.setRestartStrategy(Restarts.of(options).in(configuration));
    return environment;
  }
}
