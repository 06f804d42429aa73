/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.flink;

import io.tusk.engine.run.EngineOptions;
import io.tusk.engine.run.RunnerConformance;
import io.tusk.objects.LocalObjectStore;
import io.tusk.objects.ObjectStore;
import java.nio.file.Path;
import java.util.List;

/** Flink in the engine's own process. */
final class EmbeddedConformanceTest extends RunnerConformance {
  @Override
  protected EngineOptions options(String isolation) {
    return EngineOptions.of(
        List.of("--runner=FlinkRunner", "--flinkMaster=[local]", "--parallelism=" + slots()),
        isolation);
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
