/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.run;

import io.tusk.objects.EveryStore;
import io.tusk.objects.ObjectStore;
import io.tusk.objects.TestStores;
import java.nio.file.Path;
import java.util.List;

/** DirectRunner, in the engine's own process. */
@EveryStore
final class DirectConformanceTest extends RunnerConformance {
  @Override
  protected EngineOptions options(String isolation) {
    return EngineOptions.of(List.of("--runner=DirectRunner"), isolation).withSlots(slots());
  }

  @Override
  protected int slots() {
    return 4;
  }

  /** Others have their own test. */
  @Override
  protected int histories() {
    return 5;
  }

  @Override
  protected boolean plansOnWorkers() {
    return false;
  }

  @Override
  protected ObjectStore newObjects(Path directory) {
    return TestStores.create();
  }
}
