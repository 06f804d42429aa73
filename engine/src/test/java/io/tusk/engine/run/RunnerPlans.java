/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.tusk.name.ProjectName;
import io.tusk.pipeline.Job;
import io.tusk.pipeline.JobState;
import io.tusk.pipeline.PipelineChanges.Processed;
import io.tusk.repo.Commit;
import io.tusk.repo.CommitRef;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Plans that are left to a runner's workers are what the engine would have made. */
abstract class RunnerPlans extends RunnerHistories {
  private static final String NAMES =
      "cd $PFS_ROOT; find -L . -type f -not -path './out/*' | sort > out/$PACH_DATUM_ID";

  /** Readings of a station and month, each with its station, by month. */
  private static final String MONTHS =
      "{'group':[{'join':[{'pfs':{'repo':'in','name':'reading','glob':'/(*)/(*).txt',"
          + "'join_on':'$1','group_by':'$2'}},{'pfs':{'repo':'stations','name':'station',"
          + "'glob':'/(*).txt','join_on':'$1','group_by':'$1'}}]}]}";

  /** Each reading with its station, if it has one; and each reading with each of two words. */
  private static final String PAIRS =
      "{'union':[{'join':[{'pfs':{'repo':'in','name':'reading','glob':'/(*)/*','join_on':'$1',"
          + "'outer_join':true}},{'pfs':{'repo':'stations','name':'station','glob':'/(*).txt',"
          + "'join_on':'$1'}}]},{'cross':[{'pfs':{'repo':'in','name':'reading','glob':'/**.txt'}},"
          + "{'pfs':{'repo':'words','name':'word','glob':'/*'}}]}]}";

  /** Has {@code workers} plan in one store and the engine in another, and compares what they do. */
  private final class Twins {
    private final EngineFixture engine;

    Twins() throws IOException {
      engine = new EngineFixture(newObjects(Files.createDirectory(directory.resolve("twin"))));
      engine.createRepo("in");
      both("stations", Map.of());
      both("words", Map.of());
    }

    private void both(String repo, Map<String, Optional<String>> files) {
      for (EngineFixture each : new EngineFixture[] {engine, fixture}) {
        if (files.isEmpty()) {
          each.createRepo(repo);
        } else {
          each.put(repo, files);
        }
      }
    }

    private void create(String input) {
      engine.createPipeline(readings(input));
      fixture.createPipeline(readings(input));
    }

    private void update(String input) {
      engine.updatePipeline(readings(input), Processed.KEEP);
      fixture.updatePipeline(readings(input), Processed.KEEP);
    }

    private static String readings(String input) {
      return spec(NAMES)
          .replace(
              "\"pfs\":{\"repo\":\"in\",\"glob\":\"/*\"}",
              input.substring(1, input.length() - 1).replace('\'', '"'));
    }

    /** Whether the runner was started where the workers plan. */
    private boolean run() {
      RunReport here = engine.run("none");
      RunReport there = fixture.run(options("none").withPlanOnWorkersFrom(1));
      assertThat(there.ended()).hasSize(1);
      Job job = there.ended().get(0);
      assertThat(job.state()).as(job.reason()).isEqualTo(JobState.SUCCESS);
      assertThat(job.counts()).isEqualTo(here.ended().get(0).counts());
      assertThat(made(fixture)).isEqualTo(made(engine));
      return there.runnersStarted() > 0;
    }

    private static Map<String, Object> made(EngineFixture store) {
      Commit commit =
          store
              .store
              .snapshot()
              .resolver()
              .readable(CommitRef.parse(ProjectName.DEFAULT, "p@master"));
      Commit.Result result = commit.result().orElseThrow();
      return Map.of(
          "files", store.contents("p@master"),
          "root", commit.files().hash(),
          "shape", result.shape(),
          "leaves", result.leaves().map(ref -> ref.hash()),
          "owners", result.owners().map(ref -> ref.hash()));
    }
  }

  private static Map<String, Optional<String>> readings(int from, int to) {
    Map<String, Optional<String>> files = new TreeMap<>();
    for (int i = from; i < to; i++) {
      files.put("/s" + i % 7 + "/m" + i + ".txt", Optional.of("reading " + i));
    }
    return files;
  }

  @Test
  void workersMakeTheSamePlan() throws IOException {
    Twins twins = new Twins();
    twins.both("in", readings(0, 40));
    Map<String, Optional<String>> stations = new TreeMap<>();
    for (int i = 1; i < 6; i++) {
      stations.put("/s" + i + ".txt", Optional.of("station " + i));
    }
    twins.both("stations", stations);
    twins.both("words", Map.of("/one", Optional.of("1"), "/two", Optional.of("2")));
    twins.create(PAIRS);
    twins.run();
    assertThat(fixture.contents("p@master")).hasSize(40 + 2 * 40);
    twins.update(MONTHS);
    twins.run();

    // With all results at hand only a plan that the workers make starts a runner.
    twins.update(PAIRS);
    assertThat(twins.run()).isEqualTo(plansOnWorkers());

    twins.both("in", Map.of("/s1/m1.txt", Optional.empty(), "/s9/m1.txt", Optional.of("new")));
    assertThat(twins.run()).isTrue();
    twins.engine.close();
  }

  /** Whether the runner makes plans at all. */
  protected boolean plansOnWorkers() {
    return true;
  }
}
