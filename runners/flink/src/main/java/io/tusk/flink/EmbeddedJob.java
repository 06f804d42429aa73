/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.flink;

import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.apache.flink.api.dag.Pipeline;
import org.apache.flink.api.java.ExecutionEnvironment;
import org.apache.flink.client.deployment.executors.PipelineExecutorUtils;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.DeploymentOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.PipelineExecutor;
import org.apache.flink.core.execution.PipelineExecutorFactory;
import org.apache.flink.core.execution.PipelineExecutorServiceLoader;

/** A job's way into the cluster of this process, past Flink's own list of ways. For one thread. */
final class EmbeddedJob implements PipelineExecutorServiceLoader, PipelineExecutorFactory {
  private static final String TARGET = "embedded";

  private final EmbeddedCluster cluster;
  private final Configuration configuration;
  private final Restarts restarts;
  private CompletableFuture<JobClient> submitted = new CompletableFuture<>();

  EmbeddedJob(EmbeddedCluster cluster, Configuration configuration, Restarts restarts) {
    this.cluster = cluster;
    this.configuration = new Configuration(configuration);
    this.configuration.set(DeploymentOptions.TARGET, TARGET);
    this.configuration.set(DeploymentOptions.ATTACHED, true);
    this.restarts = restarts;
  }

  /** Ends the job if it was submitted and runs still, as it does once its thread is interrupted. */
  void cancel() {
    // It fails where the job has ended.
    CompletableFuture<Void> unused = submitted.thenCompose(JobClient::cancel);
  }

  // The older of Flink's two interfaces hands out splits one by one, so Beam's batches use it.
  @SuppressWarnings("deprecation")
  ExecutionEnvironment environment() {
    ClassLoader loader = Thread.currentThread().getContextClassLoader();
    ExecutionEnvironment environment = new ExecutionEnvironment(this, configuration, loader);
    restarts.wished().ifPresent(environment::setRestartStrategy);
    return environment;
  }

  @Override
  public PipelineExecutorFactory getExecutorFactory(Configuration ignored) {
    return this;
  }

  @Override
  public Stream<String> getExecutorNames() {
    return Stream.of(TARGET);
  }

  @Override
  public String getName() {
    return TARGET;
  }

  @Override
  public boolean isCompatibleWith(Configuration ignored) {
    return true;
  }

  @Override
  public PipelineExecutor getExecutor(Configuration ignored) {
    return this::submit;
  }

  private CompletableFuture<JobClient> submit(
      Pipeline pipeline, Configuration ignored, ClassLoader loader) throws Exception {
    submitted =
        cluster.submit(PipelineExecutorUtils.getJobGraph(pipeline, configuration, loader), loader);
    return submitted;
  }
}
