/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.spark;

import io.tusk.engine.run.RunnerFiles;
import io.tusk.engine.run.RunnerSession;
import io.tusk.error.ErrorCode;
import io.tusk.error.TuskException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.apache.beam.runners.spark.SparkContextOptions;
import org.apache.beam.runners.spark.metrics.MetricsAccumulator;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;

/** A Spark application, in which jobs run side by side. */
final class SparkSession implements RunnerSession {
  private static final long LOOK_MILLIS = 1_000;
  private static final String FILES = "spark.local.dir";

  private final JavaSparkContext context;
  private final Optional<RunnerFiles> files;
  private final Cores cores;
  private final ScheduledExecutorService looks =
      Executors.newSingleThreadScheduledExecutor(SparkSession::daemon);

  private SparkSession(JavaSparkContext context, Optional<RunnerFiles> files) {
    this.context = context;
    this.files = files;
    this.cores = new Cores(context);
  }

  private static Thread daemon(Runnable looking) {
    Thread thread = new Thread(looking, "executors of the application");
    thread.setDaemon(true);
    return thread;
  }

  /**
   * @throws TuskException USAGE for a master that Spark does not know; HOST when Spark does not
   *     start
   */
  static SparkSession open(SparkConf conf) {
    // What an earlier application of this process counted.
    MetricsAccumulator.clear();
    // A cluster's workers have directories of their own.
    Optional<RunnerFiles> files =
        Application.isLocal(conf) && !conf.contains(FILES)
            ? Optional.of(RunnerFiles.create("spark"))
            : Optional.empty();
    files.ifPresent(own -> conf.set(FILES, own.directory().toString()));
    try {
      return new SparkSession(new JavaSparkContext(conf), files);
    } catch (Exception e) {
      files.ifPresent(RunnerFiles::close);
      // Scala throws what Java does not know of.
      throw refusal(conf, e);
    }
  }

  private static TuskException refusal(SparkConf conf, Exception e) {
    boolean unknown = String.valueOf(e.getMessage()).contains("Could not parse Master URL");
    return unknown
        ? new TuskException(
            ErrorCode.USAGE,
            "Spark knows no master \""
                + conf.get(Application.MASTER)
                + "\"; name one as local[2] or spark://HOST:PORT with --sparkMaster",
            e)
        : new TuskException(ErrorCode.HOST, "Spark did not start: " + e.getMessage(), e);
  }

  @Override
  public int slots() {
    return cores.await();
  }

  @Override
  public PipelineOptions options(List<String> arguments, int lanes) {
    SparkContextOptions options =
        PipelineOptionsFactory.fromArgs(arguments.toArray(String[]::new))
            .as(SparkContextOptions.class);
    // Beam would end a context of its own with the first job that ends.
    options.setUsesProvidedSparkContext(true);
    options.setProvidedSparkContext(context);
    options.setFilesToStage(List.of());
    return options;
  }

  @Override
  public Optional<PipelineResult.State> run(Pipeline pipeline) {
    cores.await();
    String name = pipeline.getOptions().getJobName();
    // The threads that Beam starts have it from this one.
    context.setJobGroup(name, name, true);
    ExecutorWatch watch =
        new ExecutorWatch(
            cores.patience(),
            cores::isAny,
            System::nanoTime,
            () -> context.sc().cancelJobGroup(name));
    ScheduledFuture<?> looking =
        looks.scheduleWithFixedDelay(watch::look, LOOK_MILLIS, LOOK_MILLIS, TimeUnit.MILLISECONDS);
    try {
      return Optional.of(pipeline.run().waitUntilFinish());
    } catch (RuntimeException e) {
      if (context.sc().isStopped()) {
        throw new TuskException(
            ErrorCode.HOST,
            "Spark has ended the application under job "
                + name
                + ": "
                + e.getMessage()
                + "; see the logs of its master, and give 'tusk run' again to go on with the job",
            e);
      }
      context.sc().cancelJobGroup(name);
      throw watch.isLost() ? cores.lost(e) : e;
    } finally {
      looking.cancel(false);
      context.clearJobGroup();
    }
  }

  @Override
  public void close() {
    looks.shutdownNow();
    context.stop();
    files.ifPresent(RunnerFiles::close);
  }
}
