/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.spark.cluster;

import io.tusk.engine.run.EngineOptions;
import io.tusk.engine.run.RunnerConformance;
import io.tusk.objects.ObjectStore;
import io.tusk.spark.KeptSparkSupport;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** A standalone cluster, to which the engine brings the bundled jar, with stores in buckets. */
final class StandaloneConformanceTest extends RunnerConformance {
  private static SparkSettings settings;

  @BeforeAll
  static void setUp() {
    settings = SparkSettings.small();
  }

  @AfterAll
  static void giveBack() {
    KeptSparkSupport.giveBack();
    settings.close();
  }

  @Override
  protected EngineOptions options(String isolation) {
    return EngineOptions.of(
        Bucket.arguments(KeptSparkSupport.argument(), SparkCluster.shared()), isolation);
  }

  @Override
  protected int slots() {
    return SparkCluster.CORES;
  }

  @Override
  protected ObjectStore newObjects(Path directory) {
    return Bucket.create().open();
  }

  @Override
  protected int histories() {
    return 2;
  }
}
