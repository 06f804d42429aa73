/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.tusk.pipeline.Job;
import io.tusk.pipeline.JobCounts;
import io.tusk.pipeline.JobState;
import io.tusk.pipeline.PipelineChanges.Processed;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a runner runs anew, and what it leaves as it is. */
abstract class RunnerIncrements extends RunnerPlans {
  private static final String LOUD =
      "(tr a-z A-Z < \"$in\"; printf '!') > $PFS_ROOT/out/\"$(basename \"$in\")\"";

  private static final String FAILING =
      "if grep -q bad \"$in\"; then echo cannot read this; exit 3; fi; " + UPPER;

  @Test
  void onlyWhatChangedRuns() {
    put("a", "one", "b", "two", "c", "three");
    fixture.createPipeline(spec(noted(UPPER)));
    Job first = succeeds(counts(3, 3, 0), "a", "b", "c");
    assertThat(fixture.contents("p@master"))
        .isEqualTo(Map.of("/a", "ONE", "/b", "TWO", "/c", "THREE"));
    assertRoot("p@master", "de1a9692aa94e450");
    assertThat(fixture.records(first).get("/a").hash()).asString().startsWith("90ec471ed0dff060");

    put("a", "one");
    succeeds(counts(3, 0, 3));
    assertRoot("p@master", "de1a9692aa94e450");

    put("d", "four");
    succeeds(counts(4, 1, 3), "d");
    assertRoot("p@master", "3d914926be09eb77");

    put("a", "other");
    succeeds(counts(4, 1, 3), "a");
    assertRoot("p@master", "ed884cba5e3b4f6d");

    put("b", null);
    succeeds(counts(3, 0, 3));
    assertRoot("p@master", "9cf060131010e33c");

    put("a", "one", "b", "two", "d", null);
    succeeds(counts(3, 0, 3));
    assertRoot("p@master", "de1a9692aa94e450");
    assertThat(run().ended()).as("nothing is left to do").isEmpty();
  }

  @Test
  void anUpdateRunsNothingAgainUnlessItIsToldTo() {
    put("a", "one", "b", "two");
    fixture.createPipeline(spec(noted(UPPER)));
    Job first = succeeds(counts(2, 2, 0), "a", "b");

    fixture.updatePipeline(spec(noted(LOUD)), Processed.KEEP);
    Job kept = succeeds(counts(2, 0, 2));
    assertThat(fixture.records(kept).get("/a").hash())
        .isEqualTo(fixture.records(first).get("/a").hash());
    put("c", "three");
    succeeds(counts(3, 1, 2), "c");
    assertThat(fixture.contents("p@master"))
        .isEqualTo(Map.of("/a", "ONE", "/b", "TWO", "/c", "THREE!"));
    assertRoot("p@master", "3871f80c9c5c3b1e");

    fixture.updatePipeline(spec(noted(LOUD)), Processed.REPROCESS);
    Job again = succeeds(counts(3, 3, 0), "a", "b", "c");
    assertThat(fixture.contents("p@master"))
        .isEqualTo(Map.of("/a", "ONE!", "/b", "TWO!", "/c", "THREE!"));
    assertRoot("p@master", "b15dde1acc32362c");
    assertThat(fixture.records(again).get("/a").hash())
        .as("another salt")
        .isNotEqualTo(fixture.records(first).get("/a").hash());

    put("b", "other");
    succeeds(counts(3, 1, 2), "b");
    assertRoot("p@master", "c9080b93d093d74f");
  }

  @Test
  void aFixedPipelineRunsTheFailedDatumOnly() {
    put("a", "one", "b", "two");
    fixture.createPipeline(spec(noted(FAILING)));
    succeeds(counts(2, 2, 0), "a", "b");
    assertRoot("p@master", "4a156f6bea6d0143");
    put("b", "bad", "c", "three");

    Job failed = fails(new JobCounts(3, 1, 1, 0, 1), "b", "c");
    assertThat(failed.reason())
        .isEqualTo(
            "datum "
                + datum(failed, "/b")
                + " (in@master:/b) failed:\ncannot read this\ntusk: command \"sh\" ended with exit"
                + " code 3");
    assertRoot("p@master", "4a156f6bea6d0143");

    fixture.updatePipeline(spec(noted(UPPER)), Processed.KEEP);
    Job fixed = succeeds(counts(3, 1, 2), "b");
    assertThat(fixture.contents("p@master"))
        .isEqualTo(Map.of("/a", "ONE", "/b", "BAD", "/c", "THREE"));
    assertRoot("p@master", "de52ef19bf8d40b4");
    assertThat(log(fixed, "/b")).isEmpty();
  }

  @Test
  void aChainRunsInOrderAndFollowsTheChange() {
    put("a", "one", "b", "two");
    fixture.createPipeline(spec(noted(UPPER)));
    fixture.createPipeline(
        spec("sed 's/$/ and more/' \"$in\" > $PFS_ROOT/out/$(basename \"$in\")")
            .replace("\"name\":\"p\"", "\"name\":\"q\"")
            .replace("\"repo\":\"in\"", "\"repo\":\"p\"")
            .replace("\"pfs\":{", "\"pfs\":{\"name\":\"in\","));

    RunReport first = run();
    assertThat(first.ended().stream().map(Job::state))
        .containsExactly(JobState.SUCCESS, JobState.SUCCESS);
    assertThat(names(first)).containsExactly("p", "q");
    assertThat(fixture.contents("q@master"))
        .isEqualTo(Map.of("/a", "ONE and more", "/b", "TWO and more"));
    assertRoot("q@master", "c3fb2c63af93af03");

    put("b", "other");
    RunReport second = run();
    assertThat(names(second)).containsExactly("p", "q");
    assertThat(second.ended()).allMatch(job -> job.counts().equals(counts(2, 1, 1)));
    assertThat(second.runnersStarted()).isEqualTo(2);
    assertRoot("q@master", "f567e11b9e142bf9");
  }

  static List<String> names(RunReport report) {
    return report.ended().stream().map(job -> job.id().pipeline().name()).toList();
  }
}
