/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.run;

import io.tusk.objects.LocalObjectStore;
import io.tusk.objects.ObjectStore;
import java.nio.file.Path;
import java.util.List;

/** Plans that are steps of a graph, on DirectRunner. */
final class PlansOnWorkersTest extends RunnerPlans {
  @Override
  protected EngineOptions options(String isolation) {
    return EngineOptions.of(List.of("--runner=" + OpaqueDirectSupport.RUNNER), isolation)
        .withPlanOnWorkersFrom(1);
  }

  @Override
  protected int histories() {
    return 10;
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
