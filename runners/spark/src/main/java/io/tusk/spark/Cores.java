/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.spark;

import io.tusk.error.ErrorCode;
import io.tusk.error.TuskException;
import io.tusk.host.Stopwatch;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import scala.collection.JavaConverters;

/** What an application has to run lanes on. */
final class Cores {
  /** Bounds what Spark itself waits for executors where it does, for half as long by default. */
  private static final String WAIT = "spark.scheduler.maxRegisteredResourcesWaitingTime";

  private static final long POLL_MILLIS = 50;

  private final JavaSparkContext context;

  Cores(JavaSparkContext context) {
    this.context = context;
  }

  /**
   * How many lanes run at once, as far as executors have come; waits for the first.
   *
   * @throws TuskException HOST when none comes
   */
  int await() {
    SparkConf conf = context.getConf();
    Duration wait = patience();
    Stopwatch watch = Stopwatch.start();
    while (true) {
      int cores = registered();
      if (cores > 0) {
        return Math.max(1, Math.max(cores, promised(conf)) / conf.getInt("spark.task.cpus", 1));
      }
      if (context.sc().isStopped()) {
        throw new TuskException(
            ErrorCode.HOST,
            "Spark has ended the application before it had an executor; see the logs of "
                + conf.get(Application.MASTER));
      }
      if (watch.elapsed().compareTo(wait) >= 0) {
        throw none(conf, wait);
      }
      pause();
    }
  }

  /** How long an application may be without executors. */
  Duration patience() {
    return Duration.ofMillis(context.getConf().getTimeAsMs(WAIT, "60s"));
  }

  boolean isAny() {
    return registered() > 0;
  }

  private static void pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new TuskException(
          ErrorCode.INTERRUPTED, "the run was interrupted while it waited for executors", e);
    }
  }

  private int registered() {
    boolean local = Application.isLocal(context.getConf());
    return JavaConverters.seqAsJavaList(context.sc().statusStore().executorList(true)).stream()
        .filter(executor -> local || !executor.id().equals("driver"))
        .mapToInt(executor -> executor.totalCores())
        .sum();
  }

  /** Those that the application's settings ask for; 0 where they leave it to the cluster. */
  private static int promised(SparkConf conf) {
    int ofExecutor = conf.getInt("spark.executor.cores", 1);
    int fixed = conf.getInt("spark.executor.instances", 0) * ofExecutor;
    int most = conf.getInt("spark.dynamicAllocation.maxExecutors", 0) * ofExecutor;
    return Math.min(Math.max(fixed, most), conf.getInt("spark.cores.max", Integer.MAX_VALUE));
  }

  TuskException lost(Throwable cause) {
    return new TuskException(
        ErrorCode.HOST,
        "this application has had no executor for "
            + patience().toSeconds()
            + " s: its workers are lost, or "
            + context.getConf().get(Application.MASTER)
            + " was started anew and does not know it; see to the cluster, and give 'tusk run' again"
            + " to go on with the job",
        cause);
  }

  private TuskException none(SparkConf conf, Duration wait) {
    return new TuskException(
        ErrorCode.HOST,
        "no executor came to this application within "
            + wait.toSeconds()
            + " s: "
            + conf.get(Application.MASTER)
            + " has no worker with a free core and "
            + conf.get("spark.executor.memory", "1g")
            + " of free memory; end other applications, lower spark.executor.memory, or wait longer"
            + " with "
            + WAIT);
  }
}
