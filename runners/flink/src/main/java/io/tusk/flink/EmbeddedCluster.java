/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.flink;

import io.tusk.error.ErrorCode;
import io.tusk.error.TuskException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.runtime.jobgraph.JobGraph;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.apache.flink.runtime.minicluster.MiniClusterJobClient;
import org.apache.flink.runtime.minicluster.RpcServiceSharing;
import org.apache.flink.runtime.rpc.RpcSystem;
import org.apache.flink.util.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A cluster in this process, started for its first job and there until it is closed. Since it keeps
 * something of each job that it ran, it is replaced after many, when none runs.
 */
final class EmbeddedCluster implements AutoCloseable {
  static final int MOST_KEPT = 500;

  private static final Logger LOG = LoggerFactory.getLogger(EmbeddedCluster.class);

  /** What is left to run is interrupted meanwhile, and user code may take its time. */
  private static final Duration CLOSING = Duration.ofSeconds(2);

  private final Configuration configuration;
  private final int slots;
  private Optional<CompletableFuture<MiniCluster>> cluster = Optional.empty();
  private int running;
  private int kept;

  /** {@code slots}: of all jobs together. */
  EmbeddedCluster(Configuration configuration, int slots) {
    this.configuration = configuration;
    this.slots = slots;
  }

  /** Begins to start it, if need be, for a job that {@link #ended} is told of. */
  synchronized void begin() {
    running++;
    if (cluster.isEmpty()) {
      CompletableFuture<MiniCluster> starting = new CompletableFuture<>();
      cluster = Optional.of(starting);
      new Thread(() -> start(starting), "flink-start").start();
    }
  }

  synchronized void ended() {
    running--;
    kept++;
    if (running == 0 && kept >= MOST_KEPT) {
      close();
      kept = 0;
    }
  }

  private void start(CompletableFuture<MiniCluster> starting) {
    try {
      Reference<RpcSystem> library = Reference.borrowed(ActorLibrary.load());
      MiniCluster made =
          new MiniCluster(
              new MiniClusterConfiguration.Builder()
                  .setConfiguration(configuration)
                  .setNumTaskManagers(1)
                  .setNumSlotsPerTaskManager(slots)
                  .setRpcServiceSharing(RpcServiceSharing.SHARED)
                  .build(),
              () -> library);
      made.start();
      starting.complete(made);
    } catch (Throwable e) {
      starting.completeExceptionally(e);
    }
  }

  /**
   * Between {@link #begin} and {@link #ended}. The job goes on by itself; its client awaits its
   * end.
   *
   * @throws TuskException HOST when Flink does not start
   */
  CompletableFuture<JobClient> submit(JobGraph graph, ClassLoader loader)
      throws InterruptedException {
    MiniCluster started = started();
    return started
        .submitJob(graph)
        .thenApply(
            job ->
                new MiniClusterJobClient(
                    job.getJobID(),
                    started,
                    loader,
                    MiniClusterJobClient.JobFinalizationBehavior.NOTHING));
  }

  MiniCluster started() throws InterruptedException {
    CompletableFuture<MiniCluster> starting;
    synchronized (this) {
      starting = cluster.orElseThrow();
    }
    try {
      return starting.get();
    } catch (ExecutionException e) {
      throw new TuskException(
          ErrorCode.HOST,
          "Flink does not start in this process: "
              + e.getCause()
              + "; mend that, or name a cluster with --flinkMaster=HOST:PORT",
          e.getCause());
    }
  }

  /** Ends what still runs. */
  @Override
  public synchronized void close() {
    if (cluster.isEmpty()) {
      return;
    }
    CompletableFuture<Void> closed = cluster.get().thenCompose(MiniCluster::closeAsync);
    cluster = Optional.empty();
    try {
      closed.get(CLOSING.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      LOG.debug("Flink did not end in this process", e);
    }
  }
}
