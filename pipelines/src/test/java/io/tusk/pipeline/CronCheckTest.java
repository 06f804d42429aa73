/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.pipeline;

import static io.tusk.pipeline.CronFixture.P;
import static io.tusk.pipeline.CronFixture.repo;
import static io.tusk.pipeline.CronFixture.spec;
import static org.assertj.core.api.Assertions.assertThat;

import io.tusk.meta.MetadataValue;
import io.tusk.name.PipelineName;
import io.tusk.name.ProjectName;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is said of ticks and does not agree is named. */
final class CronCheckTest {
  private static final String NOT_ITS_OWN =
      "pipeline p: repo p_tick for the ticks of tick is not its own";

  private final CronFixture f = new CronFixture();

  @BeforeEach
  void create() {
    f.create(spec("p", "'name':'tick','spec':'@daily'"));
    assertThat(f.problems()).isEmpty();
  }

  private CronState state() {
    return CronState.find(f.catalog(), repo("p_tick")).orElseThrow();
  }

  private void plant(CronState state) {
    f.change("plant", tx -> CronRepos.put(tx, state));
  }

  @Test
  void ticksOfAPipelineThatIsNotThere() {
    CronState state = state();
    PipelineName other = new PipelineName(ProjectName.DEFAULT, "other");
    plant(new CronState(state.repo(), other, state.made(), state.since(), state.ticked()));
    assertThat(f.problems())
        .containsExactlyInAnyOrder(
            NOT_ITS_OWN, "repo p_tick: it has the ticks of pipeline other, which does not exist");
  }

  @Test
  void anotherRepoOfThatName() {
    plant(state().made(Instant.EPOCH));
    assertThat(f.problems()).containsExactly(NOT_ITS_OWN);
    assertThat(f.agenda()).isEmpty();
    f.change("stop", tx -> PipelineChanges.stop(tx, P));
    assertThat(f.problems()).isEmpty();
  }

  @Test
  void nothingIsKnownOfTheTicks() {
    f.change("plant", tx -> tx.metadata().remove("cron/default/p_tick"));
    assertThat(f.problems()).containsExactly(NOT_ITS_OWN);
    assertThat(f.agenda()).isEmpty();
  }

  @Test
  void whatIsMalformed() {
    f.change("plant", tx -> tx.metadata().put("cron/default/p_tick", MetadataValue.present()));
    assertThat(f.problems())
        .containsExactly(
            "metadata key \"pipeline/default/p\": project name \"\" is empty; choose another name",
            "metadata key \"cron/default/p_tick\": project name \"\" is empty; choose another name");
    f.change("plant", tx -> tx.metadata().remove("cron/default/p_tick"));
    f.change("plant", tx -> tx.metadata().put("cron/p_tick", MetadataValue.present()));
    assertThat(f.problems())
        .contains("metadata key \"cron/p_tick\": no store has such a key", NOT_ITS_OWN);
  }
}
