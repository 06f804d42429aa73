/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.spark.cluster;

import java.util.Map;
import java.util.TreeMap;

/** Properties of this JVM that Spark reads, until they are given back. */
final class SparkSettings implements AutoCloseable {
  private final Map<String, String> before = new TreeMap<>();

  private SparkSettings(Map<String, String> settings) {
    settings.forEach(
        (name, value) -> {
          before.put(name, System.getProperty(name, ""));
          System.setProperty(name, value);
        });
  }

  /** For applications that are driven from here, on the cluster of a test. */
  static SparkSettings small() {
    return with(Map.of());
  }

  static SparkSettings with(Map<String, String> more) {
    Map<String, String> all =
        new TreeMap<>(
            Map.of(
                "spark.driver.host", "127.0.0.1",
                "spark.driver.bindAddress", "127.0.0.1",
                "spark.executor.memory", "512m",
                "spark.scheduler.maxRegisteredResourcesWaitingTime", "200s",
                "spark.ui.enabled", "false"));
    all.putAll(more);
    return new SparkSettings(all);
  }

  @Override
  public void close() {
    before.forEach(
        (name, value) -> {
          if (value.isEmpty()) {
            System.clearProperty(name);
          } else {
            System.setProperty(name, value);
          }
        });
  }
}
