/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.flink;

import io.tusk.engine.run.RunnerFiles;
import io.tusk.engine.run.RunnerSession;
import io.tusk.error.ErrorCode;
import io.tusk.error.TuskException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.apache.beam.runners.flink.FlinkPipelineOptions;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.options.PipelineOptions;

/**
 * Flink in this process: one cluster for all jobs, started with the first of them. Each job has a
 * slot for each lane that it can use, whatever else runs.
 */
final class EmbeddedSession implements RunnerSession {
  private final int slots;
  private final RunnerFiles files;
  private final EmbeddedSettings settings;
  private final EmbeddedCluster cluster;
  private final Semaphore free;

  /** {@code options}: how many slots a job has at most, and where Flink's configuration is. */
  EmbeddedSession(FlinkPipelineOptions options) {
    int wished = options.getParallelism();
    this.slots = wished > 0 ? wished : Runtime.getRuntime().availableProcessors();
    this.files = RunnerFiles.create("flink");
    this.settings =
        EmbeddedSettings.of(ClusterSession.configuration(options), slots, files.directory());
    this.cluster = new EmbeddedCluster(settings.configuration(), settings.slots());
    this.free = new Semaphore(settings.slots(), true);
  }

  @Override
  public int slots() {
    return slots;
  }

  @Override
  public PipelineOptions options(List<String> arguments, int lanes) {
    FlinkPipelineOptions options = FlinkSupport.options(arguments);
    options.setFlinkMaster(Environments.MASTER);
    options.setParallelism(Math.min(lanes, slots));
    options.setFilesToStage(List.of());
    return options;
  }

  @Override
  public Optional<PipelineResult.State> run(Pipeline pipeline) {
    FlinkPipelineOptions options = pipeline.getOptions().as(FlinkPipelineOptions.class);
    take(options.getParallelism());
    cluster.begin();
    try {
      return Optional.of(run(pipeline, options));
    } finally {
      cluster.ended();
      free.release(options.getParallelism());
    }
  }

  /** Flink fails a job that has waited for slots for some minutes; so a job waits here instead. */
  private void take(int count) {
    try {
      free.acquire(count);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new TuskException(ErrorCode.INTERRUPTED, "waiting for a slot of Flink was ended", e);
    }
  }

  private PipelineResult.State run(Pipeline pipeline, FlinkPipelineOptions options) {
    EmbeddedJob job = new EmbeddedJob(cluster, settings.configuration(), Restarts.of(options));
    try {
      return Environments.provideDuring(job::environment, () -> pipeline.run().waitUntilFinish());
    } catch (RuntimeException e) {
      job.cancel();
      throw e;
    }
  }

  @Override
  public void close() {
    cluster.close();
    files.close();
  }
}
