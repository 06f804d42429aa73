/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.tusk.engine.run.Engine;
import io.tusk.engine.run.EngineListener;
import io.tusk.engine.run.EngineOptions;
import io.tusk.objects.EveryStore;
import io.tusk.objects.TestStores;
import io.tusk.repo.TuskStore;
import org.junit.jupiter.api.Test;

/** A few of the sequences of {@link StoreModelTest}, with their jobs on DirectRunner. */
@EveryStore
final class BeamModelTest {
  private static final long SEQUENCES = TestStores.cases(20);

  @Test
  void jobsOnBeamDoWhatTheModelSays() {
    for (long seed = 0; seed < SEQUENCES; seed++) {
      // A difference is thrown from there, with the commands that lead to it.
      Trial trial = Sequences.run(seed, any -> new Subject(any, BeamModelTest::runPending));
      assertThat(trial.done()).as("commands of seed %d", seed).isPositive();
    }
  }

  /** Nothing is done meanwhile: no job of Beam stands still for it. */
  private static void runPending(TuskStore store, Runnable during) {
    try {
      new Engine(store, EngineOptions.direct("auto"), new EngineListener() {}).runPending();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
