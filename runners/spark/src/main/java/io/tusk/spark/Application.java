/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.spark;

import io.tusk.error.ErrorCode;
import io.tusk.error.TuskException;
import java.util.List;
import org.apache.beam.runners.spark.SparkPipelineOptions;
import org.apache.beam.runners.spark.coders.SparkRunnerKryoRegistrator;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.spark.SparkConf;

/** The settings of the Spark application that a run is. */
final class Application {
  static final String MASTER = "spark.master";
  private static final String NAME = "spark.app.name";
  private static final String JARS = "spark.jars";
  private static final List<String> CLUSTERS = List.of("spark://", "yarn", "k8s://", "mesos://");

  private Application() {}

  /**
   * What {@code spark-submit} or the Java virtual machine was given as {@code spark.*}, and where
   * that leaves something open, what Beam's options and Tusk say.
   *
   * @throws TuskException USAGE for settings that would run datums twice at once
   */
  static SparkConf conf(List<String> arguments) {
    SparkPipelineOptions options =
        PipelineOptionsFactory.fromArgs(arguments.toArray(String[]::new))
            .as(SparkPipelineOptions.class);
    SparkConf conf = new SparkConf();
    conf.setIfMissing(MASTER, options.getSparkMaster());
    if (conf.get(NAME, Main.class.getName()).equals(Main.class.getName())) {
      conf.set(NAME, "tusk");
    }
    conf.setIfMissing("spark.ui.showConsoleProgress", "false");
    conf.setIfMissing("spark.kryo.registrator", SparkRunnerKryoRegistrator.class.getName());
    // File names are UTF-8 on every worker.
    conf.setIfMissing("spark.executorEnv.LC_ALL", "C.UTF-8");
    refuseSpeculation(conf);
    return conf;
  }

  /**
   * Has the executors of a cluster load Tusk, unless they are told otherwise.
   *
   * @throws TuskException HOST without the jar that they load
   */
  static void shipBundle(SparkConf conf) {
    boolean isCluster = CLUSTERS.stream().anyMatch(conf.get(MASTER)::startsWith);
    if (isCluster && !conf.contains(JARS)) {
      conf.set(JARS, Bundle.file().toUri().toString());
    }
  }

  /** A second run of a lane beside the first would be one datum more at once. */
  private static void refuseSpeculation(SparkConf conf) {
    if (conf.getBoolean("spark.speculation", false)) {
      throw new TuskException(
          ErrorCode.USAGE,
          "spark.speculation is true, and Spark would run datums twice at once; leave it out");
    }
  }

  /** Whether datums run in this process. */
  static boolean isLocal(SparkConf conf) {
    return conf.get(MASTER).startsWith("local");
  }
}
