/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.tusk.engine.oracle.Shrinker;
import io.tusk.objects.EveryStore;
import io.tusk.objects.TestStores;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * Random sequences of commands on data and pipelines against a model that looks at everything each
 * time. {@code -Dmodel.seed=N} repeats one sequence, {@code -Dmodel.sequences=N} runs so many, and
 * {@code -Dmodel.first=N} begins with another seed.
 */
@EveryStore
final class StoreModelTest {
  private static final int SEQUENCES = TestStores.cases(1_200);

  @Test
  void theStoreSaysWhatTheModelSays() {
    Optional<Long> only = Optional.ofNullable(Long.getLong("model.seed"));
    long first = only.orElse(Long.getLong("model.first", 0));
    long count = only.isPresent() ? 1 : Long.getLong("model.sequences", SEQUENCES);
    long done = 0;
    long refused = 0;
    for (long seed = first; seed < first + count; seed++) {
      Trial trial = Sequences.run(seed, Subject::new);
      done += trial.done();
      refused += trial.refused();
    }
    if (only.isEmpty()) {
      assertThat(refused).as("commands that were refused").isBetween(done / 10, done);
    }
  }

  @Test
  void shrinkingKeepsWhatIsNeeded() {
    List<Integer> items = List.of(1, 2, 3, 4, 5, 6, 7, 8, 9);
    assertThat(Shrinker.shrink(items, some -> some.contains(3) && some.contains(8)))
        .containsExactly(3, 8);
  }
}
