/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.tusk.error.TuskException;
import io.tusk.repo.CommitChanges;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Ticks of several pipelines, where one has a backlog. */
final class CronWorkTest {
  private static final Instant DAY = Instant.parse("2031-01-02T00:00:00Z");

  private final WatchFixture f = new WatchFixture();
  private final CronWork work = new CronWork(f.store, pipeline -> true);
  private final List<String> failed = new ArrayList<>();

  @AfterEach
  void close() {
    f.close();
  }

  private TimedWork.Outcome perform(Instant now) {
    return work.perform(
        f.store.snapshot(),
        now,
        new TimedListener() {
          @Override
          public void failed(String subject, TuskException why) {
            failed.add(subject);
          }
        });
  }

  private int ticks(String pipeline) {
    return f.commits(pipeline + "_tick").size() - 1;
  }

  @Test
  void noneWaitsForTheBacklogOfAnother() {
    f.createPipeline("a", "* * * * *");
    f.createPipeline("b", "@daily");
    f.createPipeline("c", "@daily");
    TimedWork.Outcome outcome = perform(DAY);
    assertThat(List.of(ticks("a"), ticks("b"), ticks("c"))).containsExactly(20, 0, 0);
    assertThat(outcome.changed()).isTrue();
    assertThat(outcome.next()).hasValue(DAY);
    perform(DAY);
    assertThat(List.of(ticks("a"), ticks("b"), ticks("c"))).containsExactly(38, 1, 1);
    perform(DAY);
    assertThat(ticks("a")).isEqualTo(58);
  }

  @Test
  void whatCannotTickIsSaidOnceThoughAnotherHasABacklog() {
    f.createPipeline("a", "* * * * *");
    f.createPipeline("bad", "@daily");
    f.engine.change(tx -> CommitChanges.start(tx, EngineFixture.master("bad_tick"), ""));
    for (int i = 0; i < 10; i++) {
      perform(DAY.plusSeconds(31L * i));
    }
    assertThat(failed).containsExactly("pipeline bad cannot tick");
    assertThat(ticks("a")).isEqualTo(200);
  }
}
