/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.spark.cluster;

import java.util.List;

/** {@code tusk} in a process of its own, as the launcher starts it for this runner. */
final class Client {
  private Client() {}

  static Jvm start(List<String> words) {
    return new Jvm.Builder(SparkCluster.build().resolve("tusk-spark.jar").toString())
        .with("-XX:TieredStopAtLevel=1")
        .with(Jvm.OPENS.toArray(String[]::new))
        .with(
            "-Dspark.executor.memory=512m",
            "-Dspark.ui.enabled=false",
            "-Dspark.scheduler.maxRegisteredResourcesWaitingTime=200s")
        .start(words);
  }
}
