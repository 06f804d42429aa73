/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import io.tusk.engine.oracle.Situation.Cause;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What random histories are made of; always the same ones, so nothing is left to chance. */
final class RandomHistoryTest {
  private static final int HISTORIES = 300;

  @ParameterizedTest
  @ValueSource(ints = {5, 10})
  void jobsHaveEveryCause(int jobs) {
    Map<Cause, Integer> causes = causes(EnumSet.allOf(Feature.class), jobs);

    assertThat(causes.values().stream().mapToInt(Integer::intValue).sum())
        .isGreaterThanOrEqualTo(HISTORIES * jobs);
    for (Cause cause : Cause.values()) {
      assertThat(causes.getOrDefault(cause, 0))
          .as("of %d histories of %d jobs, jobs by %s", HISTORIES, jobs, cause)
          .isGreaterThanOrEqualTo(HISTORIES * jobs / 100);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {5, 10})
  void nothingGoesByTheClockThatHasNoSchedule(int jobs) {
    Map<Cause, Integer> causes =
        causes(EnumSet.complementOf(EnumSet.of(Feature.CRON, Feature.TRIGGERS)), jobs);

    assertThat(causes).containsOnlyKeys(Cause.CHANGE);
  }

  private static Map<Cause, Integer> causes(Set<Feature> features, int jobs) {
    Map<Cause, Integer> causes = new EnumMap<>(Cause.class);
    for (long seed = 0; seed < HISTORIES; seed++) {
      World world = RandomHistory.newWorld();
      for (Step step : RandomHistory.steps(new Random(seed), features, jobs)) {
        world.next(step).forEach(job -> causes.merge(job.moment().cause(), 1, Integer::sum));
      }
    }
    return causes;
  }
}
