/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.oracle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.EnumSet;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Histories find what is planted, and show it in a few steps. */
final class PlantedHistoriesTest {
  enum Fault {
    OUTER_JOINS_ARE_INNER,
    REFERENCES_COUNT,
    EMPTY_FILES_ARE_FULL,
    GROUPS_ARE_UNIONS,
    GROUPS_ARE_BY_PATH,
    EVERY_JOB_SKIPS,
    REPROCESSING_SKIPS;

    /** What it takes a situation for. */
    private Situation seen(Situation now) {
      return switch (this) {
        case OUTER_JOINS_ARE_INNER -> with(now, "\"outer_join\":true", "\"outer_join\":false");
        case REFERENCES_COUNT -> with(now, "\"reference\":true", "\"reference\":false");
        case EMPTY_FILES_ARE_FULL -> with(now, "\"empty_files\":true", "\"empty_files\":false");
        case GROUPS_ARE_UNIONS -> with(now, "{\"group\":", "{\"union\":");
        case GROUPS_ARE_BY_PATH -> with(now, "\"group_by\":\"$1\"", "\"group_by\":\"$0\"");
        case EVERY_JOB_SKIPS -> with(now, now.json(), now.salt(), false);
        case REPROCESSING_SKIPS -> with(now, now.json(), 0, now.everyJob());
      };
    }

    private static Situation with(Situation now, String text, String instead) {
      return with(now, now.json().replace(text, instead), now.salt(), now.everyJob());
    }

    private static Situation with(Situation now, String json, int salt, boolean everyJob) {
      return new Situation(
          now.heads(),
          now.states(),
          json,
          World.parse(json),
          salt,
          now.behaviour(),
          everyJob,
          now.kill(),
          now.moment());
    }
  }

  /** Right but for what it is blind to. */
  private record Blind(Oracle oracle, Fault fault) implements Subject {
    @Override
    public Outcome job(Situation situation) {
      return oracle.job(fault.seen(situation));
    }

    @Override
    public Optional<Collision> collision() {
      return oracle.someCollision();
    }
  }

  @ParameterizedTest
  @EnumSource
  void aFaultIsFoundAndShrunk(Fault fault) {
    EnumSet<Feature> features = EnumSet.of(Feature.NESTED, Feature.REFERENCE, Feature.EVERY_JOB);
    Histories histories = new Histories(seed -> new Blind(new Oracle(), fault), features);

    AssertionError found =
        catchThrowableOfType(AssertionError.class, () -> histories.assertAgree(1, 10_000, 10));

    assertThat(found).hasMessageContaining("a history of seed ");
    assertThat(found.getMessage().lines().filter(line -> line.startsWith("  Step")))
        .hasSizeLessThanOrEqualTo(4);
  }
}
