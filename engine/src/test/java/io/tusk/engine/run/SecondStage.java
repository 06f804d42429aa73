/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.run;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tusk.engine.oracle.TriggerModel;
import io.tusk.name.PipelineName;
import io.tusk.name.ProjectName;
import io.tusk.pipeline.Job;
import io.tusk.pipeline.JobState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A pipeline q that reads what pipeline p has written once a trigger fires, against a model of when
 * that is.
 */
final class SecondStage {
  static final PipelineName Q = new PipelineName(ProjectName.DEFAULT, "q");
  private static final String SOURCE = "p";
  private static final String BRANCH = "p@out";

  /** Without numbers of commits: an update makes some that are no history's. */
  private static final List<String> TRIGGERS =
      List.of(
          "'size':'1'",
          "'size':'20'",
          "'rate_limit_spec':'@hourly'",
          "'rate_limit_spec':'@every 40m','size':'8','all':true",
          "'rate_limit_spec':'@daily','size':'60'",
          "'cron_spec':'*/20 * * * *'",
          "'cron_spec':'@every 40m'");

  private final EngineFixture fixture;
  private final Map<String, Integer> heads = new TreeMap<>(Map.of(SOURCE, 0, BRANCH, 1));
  private final TriggerModel triggers = new TriggerModel(heads);
  private final List<Map<String, String>> written = new ArrayList<>(List.of(Map.of(), Map.of()));
  private int jobs = 1;

  /** Pipeline p has run. {@code number}: chooses the trigger. */
  SecondStage(EngineFixture fixture, Instant now, Map<String, String> output, long number) {
    this.fixture = fixture;
    String trigger = TRIGGERS.get(Math.floorMod(number, TRIGGERS.size()));
    String json =
        EngineFixture.javaSpec("q", "p", "/", UpperCase.class)
            .replaceFirst(
                "\"repo\":",
                "'branch':'out','trigger':{'branch':'master',%s},'repo':"
                    .formatted(trigger)
                    .replace('\'', '"'));
    fixture.createPipeline(json);
    triggers.specify(EngineFixture.spec(json).input().orElseThrow(), now);
    commit(output, now);
  }

  private void commit(Map<String, String> output, Instant now) {
    long bytes = output.values().stream().mapToLong(text -> text.getBytes(UTF_8).length).sum();
    int number = written.size();
    written.add(output);
    triggers.commit(number, Optional.of(heads.put(SOURCE, number)), now, bytes);
  }

  /** The clock is looked at, before jobs run. */
  void looked(Instant now) {
    jobs += triggers.timed(now).size();
  }

  /** A job of pipeline p has succeeded. */
  void wrote(Map<String, String> output, Instant now) {
    commit(output, now);
    jobs += triggers.shown(SOURCE, now).size();
  }

  /** All jobs have run. {@code ran}: those of pipeline q since the last time. */
  void check(List<Job> ran) {
    Map<String, String> read = written.get(heads.get(BRANCH));
    assertThat(fixture.contents(BRANCH)).as("what the trigger shows").isEqualTo(read);
    assertThat(ran).as("jobs of the second stage").hasSize(jobs);
    assertThat(ran).allMatch(job -> job.state() == JobState.SUCCESS);
    Map<String, String> louder = new TreeMap<>();
    read.forEach((path, text) -> louder.put(path, text.toUpperCase(Locale.ROOT)));
    assertThat(fixture.contents("q@master")).isEqualTo(louder);
    jobs = 0;
  }
}
