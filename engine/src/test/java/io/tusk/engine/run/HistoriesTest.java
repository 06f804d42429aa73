/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.tusk.objects.EveryStore;
import io.tusk.objects.TestStores;
import io.tusk.tree.TreeParameters;
import java.util.EnumMap;
import java.util.Map;
import java.util.Random;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Random lives of pipelines against an oracle that looks at everything each time. */
final class HistoriesTest {
  /** So small that a few dozen names make a deep tree. */
  private static final TreeParameters TINY = new TreeParameters(60, 120, 240, 1_200, 90);

  private static final int HISTORIES = 400;
  private static final int STEPS = 25;
  private static final int HISTORIES_OF_JOBS = TestStores.cases(24);
  private static final int JOBS = 12;
  private static final Pattern ID = Pattern.compile("[0-9a-f]{64}");
  private static final Pattern COLLISION =
      Pattern.compile("path (/\\S+) (is written by two datums: |of datum )[0-9a-f]{64} \\(.*");

  @Test
  void planAndSpliceDoWhatTheOracleDoes() {
    long seed = new Random().nextLong();
    Map<Outcome.End, Integer> ends = new EnumMap<>(Outcome.End.class);
    int started = 0;
    for (int i = 0; i < HISTORIES; i++) {
      Random random = new Random(seed + i);
      RandomHistory history = new RandomHistory(random, true);
      PlannerAndSplicer subject =
          new PlannerAndSplicer(random.nextInt(3) == 0 ? TreeParameters.DEFAULT : TINY);
      Oracle oracle = new Oracle();
      for (int number = 0; number < STEPS; number++) {
        Step step = history.next();
        String label = "seed " + (seed + i) + ", step " + number + ": " + step;
        Outcome expected = oracle.job(step);
        assertThat(subject.job(step)).as(label).isEqualTo(expected);
        if (expected.end() == Outcome.End.COLLISION) {
          Matcher message = COLLISION.matcher(subject.reason);
          assertThat(message.matches()).as(label + ": " + subject.reason).isTrue();
          assertThat(oracle.collide(message.group(1))).as(label + ": " + subject.reason).isTrue();
          assertThat(ID.matcher(subject.reason).results().map(MatchResult::group).distinct())
              .as(label + ": names both datums: " + subject.reason)
              .hasSize(2);
        }
        ends.merge(expected.end(), 1, Integer::sum);
        started += step.from().isPresent() ? 1 : 0;
      }
    }
    assertThat(ends.get(Outcome.End.SUCCESS)).isGreaterThan(HISTORIES);
    assertThat(started).as("jobs whose input starts from a commit").isGreaterThan(HISTORIES);
    assertThat(ends.get(Outcome.End.COLLISION)).isGreaterThan(HISTORIES / 10);
    assertThat(ends.get(Outcome.End.DATUM_FAILED)).isGreaterThan(HISTORIES / 10);
  }

  @Test
  @EveryStore
  void jobsDoWhatTheOracleDoes() {
    long seed = new Random().nextLong();
    for (int i = 0; i < HISTORIES_OF_JOBS; i++) {
      RandomHistory history = new RandomHistory(new Random(seed + i), false);
      Oracle oracle = new Oracle();
      try (EngineHistory subject = new EngineHistory()) {
        for (int number = 0; number < JOBS; number++) {
          Step step = history.next();
          assertThat(subject.job(step))
              .as("seed %d, step %d: %s", seed + i, number, step)
              .isEqualTo(oracle.job(step));
        }
      }
    }
  }
}
