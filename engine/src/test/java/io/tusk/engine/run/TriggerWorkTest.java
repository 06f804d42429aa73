/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.tusk.cron.CronExpression;
import io.tusk.log.Operation;
import io.tusk.name.BranchName;
import io.tusk.name.PipelineName;
import io.tusk.name.ProjectName;
import io.tusk.pipeline.JobState;
import io.tusk.repo.BranchChanges;
import io.tusk.repo.Transaction;
import io.tusk.repo.Trigger;
import io.tusk.repo.TriggerChanges;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Triggers in a store that is watched: by time, and through pipelines. */
@Timeout(value = 300, unit = TimeUnit.SECONDS)
final class TriggerWorkTest {
  private static final EngineOptions OPTIONS =
      new EngineOptions(List.of(), 2, "none", EngineOptions.DEFAULT_DEAD_AFTER);

  private final WatchFixture f = new WatchFixture();

  @AfterEach
  void close() {
    f.close();
  }

  private static BranchName branch(String repo, String name) {
    return new BranchName(EngineFixture.repo(repo), name);
  }

  private void change(Consumer<Transaction> body) {
    f.store.transact(
        new Operation("test", ""),
        tx -> {
          body.accept(tx);
          return true;
        });
  }

  private void setHourly(String repo, String name) {
    Trigger.Conditions hourly =
        new Trigger.Conditions(
            Trigger.Match.ANY,
            Optional.empty(),
            Optional.empty(),
            0,
            Optional.of(new CronExpression("@hourly")));
    change(tx -> TriggerChanges.set(tx, branch(repo, name), branch(repo, "master"), hourly));
  }

  private static String reading(String pipeline, String repo, String branch) {
    return EngineFixture.javaSpec(pipeline, repo, "/*", UpperCase.class)
        .replaceFirst("\"repo\":", "\"branch\":\"" + branch + "\",\"repo\":");
  }

  @Test
  void aBranchMovesWhenItIsTimeAndItsJobRuns() throws Exception {
    f.engine.createRepo("in");
    setHourly("in", "nightly");
    f.engine.createPipeline(reading("upper", "in", "nightly"));
    f.at("2031-01-01T00:10:00Z", () -> f.engine.put("in", "/a", "one"));
    f.at("2031-01-01T01:10:00Z", () -> f.engine.put("in", "/b", "two"));
    f.at("2031-01-01T01:20:00Z", () -> f.engine.put("in", "/c", "three"));
    f.watchUntil("2031-01-01T04:30:00Z");
    assertThat(f.said)
        .containsExactly(
            "branch in@nightly: moved, as it was time", "branch in@nightly: moved, as it was time");
    assertThat(f.times("upper"))
        .containsExactly("2031-01-01T00:00:00Z", "2031-01-01T01:00:00Z", "2031-01-01T02:00:00Z");
    assertThat(f.engine.contents("upper@master"))
        .containsOnlyKeys("/a", "/b", "/c")
        .containsEntry("/b", "TWO");
    assertThat(f.jobs("upper")).hasSize(3).allMatch(job -> job.state() == JobState.SUCCESS);
  }

  /** Each alone would do; together they would need two commits of one repo. */
  @Test
  void whatCannotMoveTogetherMovesOneByOne() {
    f.engine.createRepo("in");
    f.engine.createRepo("other");
    f.engine.createRepo("both");
    setHourly("in", "nightly");
    setHourly("other", "nightly");
    change(tx -> BranchChanges.follow(tx, branch("both", "x"), List.of(branch("in", "nightly"))));
    change(
        tx -> BranchChanges.follow(tx, branch("both", "y"), List.of(branch("other", "nightly"))));
    f.engine.put("in", "/a", "1");
    f.engine.put("other", "/a", "1");
    TimedWork.Outcome outcome =
        new TriggerWork(f.store, OPTIONS)
            .perform(
                f.store.snapshot(),
                Instant.parse("2031-01-01T01:00:00Z"),
                new TimedListener() {
                  @Override
                  public void did(String what) {
                    f.said.add(what);
                  }
                });
    assertThat(outcome)
        .isEqualTo(new TimedWork.Outcome(true, Optional.of(Instant.parse("2031-01-01T02:00:00Z"))));
    assertThat(f.said)
        .containsExactly(
            "branch in@nightly: moved, as it was time",
            "branch other@nightly: moved, as it was time");
    assertThat(f.commits("both")).hasSize(4);
  }

  @Test
  void ofSomePipelinesOnlyWhatTheyReadMoves() {
    f.engine.createRepo("in");
    setHourly("in", "one");
    setHourly("in", "two");
    setHourly("in", "free");
    f.engine.createPipeline(reading("p", "in", "one"));
    f.engine.createPipeline(reading("q", "in", "two"));
    f.engine.put("in", "/a", "1");
    EngineOptions ofP = OPTIONS.withPipelines(Set.of(new PipelineName(ProjectName.DEFAULT, "p")));
    Instant now = Instant.parse("2031-01-01T01:00:00Z");
    new TriggerWork(f.store, ofP).perform(f.store.snapshot(), now, new TimedListener() {});
    assertThat(f.engine.contents("in@one")).containsOnlyKeys("/a");
    assertThat(f.engine.contents("in@two")).isEmpty();
    assertThat(f.engine.contents("in@free")).isEmpty();
  }

  /** Deferred processing: what one pipeline writes to staging reaches the next one by a trigger. */
  @Test
  void aJobsOutputFiresATriggerAndTheNextJobRunsInTheSameRun() throws Exception {
    f.engine.createRepo("in");
    f.engine.createPipeline(EngineFixture.javaSpec("upper", "in", "/*", UpperCase.class));
    f.engine.createPipeline(
        EngineFixture.javaSpec("next", "upper", "/*", UpperCase.class)
            .replaceFirst("\"repo\":", "\"trigger\":{\"size\":\"6\"},\"repo\":"));
    f.engine.put("in", "/a", "one");
    f.watchUntil("2031-01-01T00:01:00Z");
    assertThat(f.engine.contents("next@master")).isEmpty();
    f.engine.put("in", "/b", "two");
    f.watchUntil("2031-01-01T00:02:00Z");
    assertThat(f.engine.contents("next@master")).containsOnlyKeys("/a", "/b");
    assertThat(f.jobs("next")).hasSize(2).allMatch(job -> job.state() == JobState.SUCCESS);
  }
}
