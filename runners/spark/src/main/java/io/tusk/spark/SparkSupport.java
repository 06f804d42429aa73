/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.spark;

import io.tusk.engine.run.RunnerSession;
import io.tusk.engine.run.RunnerSupport;
import java.util.List;
import org.apache.spark.SparkConf;

/** Beam's SparkRunner: all jobs of a run are jobs of one Spark application. */
public final class SparkSupport implements RunnerSupport {
  @Override
  public String runner() {
    return "SparkRunner";
  }

  @Override
  public RunnerSession open(List<String> arguments) {
    Logs.quieten();
    SparkConf conf = Application.conf(arguments);
    Master.require(conf);
    Application.shipBundle(conf);
    return SparkSession.open(conf);
  }
}
