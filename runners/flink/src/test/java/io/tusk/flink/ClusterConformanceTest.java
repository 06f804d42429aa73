/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.flink;

import io.tusk.engine.run.EngineOptions;
import io.tusk.engine.run.RunnerConformance;
import io.tusk.objects.ObjectStore;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;

/** Flink in processes of its own, with stores in buckets. */
@Tag("cluster")
final class ClusterConformanceTest extends RunnerConformance {
  @Override
  protected EngineOptions options(String isolation) {
    return EngineOptions.of(Bucket.arguments(FlinkCluster.shared()), isolation);
  }

  @Override
  protected int slots() {
    return FlinkCluster.SLOTS;
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
