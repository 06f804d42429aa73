/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.tusk.engine.oracle.Oracle;
import io.tusk.engine.oracle.Outcome;
import io.tusk.engine.oracle.Situation;
import io.tusk.engine.oracle.Subject;
import io.tusk.host.SetTime;
import io.tusk.name.PipelineName;
import io.tusk.name.ProjectName;
import io.tusk.pipeline.CronTicks;
import io.tusk.pipeline.JobCatalog;
import io.tusk.pipeline.PipelineChanges.Processed;
import java.util.List;
import java.util.Optional;

/**
 * A history whose jobs nobody runs: what ticks, which branches move, and how many jobs come of
 * that. Jobs are taken to do what they should.
 */
final class ClockHistory implements Subject {
  private static final PipelineName P = new PipelineName(ProjectName.DEFAULT, "p");

  private final SetTime clock = new SetTime();
  private final EngineFixture fixture = EngineFixture.at(clock);
  private final Timetable timetable =
      Timetable.of(fixture.store, fixture.options("none"), new TimedListener() {});
  private final Oracle oracle = new Oracle();
  private final InputBranches branches = new InputBranches(fixture);
  private String input = "";
  private int jobs;

  @Override
  public void begin(List<Situation> situations) {
    for (Situation now : situations) {
      clock.set(now.moment().now());
      switch (now.moment().cause()) {
        case CHANGE -> change(now);
        case RUN_CRON -> {
          fixture.change(tx -> CronTicks.tickNow(tx, P));
          assertThat(newJobs()).as("jobs of ticks by hand").isEqualTo(1);
        }
        case TIME -> {}
      }
    }
    timetable.catchUp(() -> false);
    long due =
        situations.stream().filter(now -> now.moment().cause() == Situation.Cause.TIME).count();
    assertThat(newJobs()).as("jobs as it is time").isEqualTo((int) due);
    branches.check(situations.get(situations.size() - 1));
  }

  private void change(Situation now) {
    branches.move(now);
    String json =
        EngineFixture.javaSpec("p", "a", "/", UpperCase.class)
            .replace("{\"pfs\":{\"repo\":\"a\",\"glob\":\"/\"}}", now.json());
    if (input.isEmpty()) {
      fixture.createPipeline(json);
    } else {
      assertThat(newJobs()).as("jobs of commits").isEqualTo(now.moment().started());
      if (!input.equals(now.json())) {
        fixture.updatePipeline(json, Processed.KEEP);
      }
    }
    newJobs();
    input = now.json();
  }

  /** How many jobs have come about since this was asked last. */
  private int newJobs() {
    int before = jobs;
    jobs = 0;
    new JobCatalog(fixture.store.snapshot().catalog()).jobs(P).forEachRemaining(job -> jobs++);
    return jobs - before;
  }

  @Override
  public Outcome job(Situation situation) {
    return oracle.job(situation);
  }

  @Override
  public Optional<Collision> collision() {
    return oracle.someCollision();
  }
}
