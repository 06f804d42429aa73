/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import io.tusk.engine.oracle.Outcome.End;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.LongFunction;

/**
 * Random histories on a subject, held against the oracle. What they are made of is no matter of
 * those who check a few: {@link RandomHistoryTest} counts it.
 */
public final class Histories {
  private final LongFunction<Subject> subjects;
  private final Set<Feature> features;
  private final Map<End, Integer> ends = new EnumMap<>(End.class);

  /** {@code subjects}: a new one, some properties of which may follow a number. */
  public Histories(LongFunction<Subject> subjects, Set<Feature> features) {
    this.subjects = subjects;
    this.features = features;
  }

  /**
   * That the subject does what the oracle does; if not, with the seed and the fewest steps that
   * fail. {@code -Dhistories=N} checks so many, and {@code -Dhistories.seed=N} repeats one.
   *
   * @return how often jobs ended how
   */
  public Map<End, Integer> assertAgree(int histories, int steps) {
    Optional<Long> only = Optional.ofNullable(Long.getLong("histories.seed"));
    long first = only.orElseGet(new Random()::nextLong);
    return assertAgree(
        first, only.isPresent() ? 1 : Integer.getInteger("histories", histories), steps);
  }

  /** {@link #assertAgree(int, int)} of the histories from one seed on. */
  Map<End, Integer> assertAgree(long first, int count, int steps) {
    for (int i = 0; i < count; i++) {
      check(first + i, steps);
    }
    int jobs = ends.values().stream().mapToInt(Integer::intValue).sum();
    assertThat(jobs)
        .as("jobs that were held against the oracle")
        .isGreaterThanOrEqualTo(count * steps);
    return ends;
  }

  private void check(long seed, int most) {
    List<Step> steps = RandomHistory.steps(new Random(seed), features, most);
    if (failure(seed, steps).isPresent()) {
      List<Step> needed = Simpler.steps(steps, fewer -> failure(seed, fewer).isPresent());
      StringBuilder text = new StringBuilder();
      text.append("a history of seed ").append(seed);
      text.append(" (-Dhistories.seed=").append(seed).append(") fails, and so do these steps:\n");
      needed.forEach(step -> text.append("  ").append(step).append('\n'));
      throw new AssertionError(
          text.append(failure(seed, needed).map(Throwable::toString).orElse("")).toString(),
          failure(seed, needed).orElse(null));
    }
  }

  private Optional<Throwable> failure(long seed, List<Step> steps) {
    World world = RandomHistory.newWorld();
    Oracle oracle = new Oracle();
    try (Subject subject = subjects.apply(seed)) {
      for (Step step : steps) {
        List<Situation> jobs = world.next(step);
        subject.begin(jobs);
        jobs.forEach(job -> compare(job, oracle, subject));
      }
      return Optional.empty();
    } catch (RuntimeException | AssertionError e) {
      return Optional.of(e);
    }
  }

  private void compare(Situation situation, Oracle oracle, Subject subject) {
    Outcome found = subject.job(situation);
    Outcome expected =
        found.end() == End.KILLED && situation.kill()
            ? oracle.killed(situation, found.datums())
            : oracle.job(situation);
    List<String> differences = new ArrayList<>();
    if (!found.equals(expected)) {
      differences.add("expected " + expected);
      differences.add("   found " + found);
    }
    assertThat(differences).isEmpty();
    subject.collision().ifPresent(oracle::requireTrue);
    assertThat(subject.collision().isPresent()).isEqualTo(found.end() == End.COLLISION);
    ends.merge(found.end(), 1, Integer::sum);
  }
}
