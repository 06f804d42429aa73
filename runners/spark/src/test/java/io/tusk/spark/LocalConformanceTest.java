/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.spark;

import io.tusk.engine.run.EngineOptions;
import io.tusk.engine.run.RunnerConformance;
import io.tusk.objects.LocalObjectStore;
import io.tusk.objects.ObjectStore;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;

/** Spark within the engine's own process. */
final class LocalConformanceTest extends RunnerConformance {
  @AfterAll
  static void giveBack() {
    KeptSparkSupport.giveBack();
  }

  @Override
  protected EngineOptions options(String isolation) {
    return EngineOptions.of(
        List.of(KeptSparkSupport.argument(), "--sparkMaster=local[" + slots() + "]"), isolation);
  }

  @Override
  protected int slots() {
    return 2;
  }

  @Override
  protected ObjectStore newObjects(Path directory) {
    return new LocalObjectStore(directory);
  }
}
