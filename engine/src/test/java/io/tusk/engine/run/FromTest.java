/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.run;

import static io.tusk.error.Failures.assertFails;
import static org.assertj.core.api.Assertions.assertThat;

import io.tusk.error.ErrorCode;
import io.tusk.log.Operation;
import io.tusk.name.BranchName;
import io.tusk.name.CommitId;
import io.tusk.name.PipelineName;
import io.tusk.name.ProjectName;
import io.tusk.objects.EveryStore;
import io.tusk.pipeline.InputStart;
import io.tusk.pipeline.Job;
import io.tusk.pipeline.JobCounts;
import io.tusk.pipeline.JobState;
import io.tusk.pipeline.PipelineCatalog;
import io.tusk.pipeline.PipelineChanges;
import io.tusk.pipeline.PipelineChanges.Processed;
import io.tusk.repo.BranchChanges;
import io.tusk.repo.Commit;
import io.tusk.repo.CommitChanges;
import io.tusk.repo.CommitRef;
import io.tusk.repo.Transaction;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Inputs that start from a commit. */
@EveryStore
final class FromTest {
  private static final PipelineName P = new PipelineName(ProjectName.DEFAULT, "p");

  private final EngineFixture fixture = new EngineFixture();

  @BeforeEach
  void createRepo() {
    fixture.createRepo("in");
  }

  @AfterEach
  void checkStore() {
    fixture.close();
  }

  private static String upper(String glob, String from) {
    return spec(glob, from, UpperCase.class);
  }

  private static String spec(String glob, String from, Class<?> code) {
    return EngineFixture.javaSpec("p", "in", glob, code)
        .replace("\"repo\":", (from.isEmpty() ? "" : "\"from\":\"" + from + "\",") + "\"repo\":");
  }

  private void change(Consumer<Transaction> body) {
    fixture.store.transact(
        new Operation("test", ""),
        tx -> {
          body.accept(tx);
          return null;
        });
  }

  private void runs(long total, long processed, long skipped) {
    Job job = run();
    assertThat(job.state()).as(job.reason()).isEqualTo(JobState.SUCCESS);
    assertThat(job.counts()).isEqualTo(new JobCounts(total, processed, skipped, 0, 0));
  }

  private Job run() {
    RunReport report = fixture.run();
    assertThat(report.ended()).hasSize(1);
    return report.ended().get(0);
  }

  private Map<String, String> output() {
    return fixture.contents("p@master");
  }

  @Test
  void onlyWhatCameAfterTheCommitIsWork() {
    CommitId first = fixture.put("in", Map.of("/a", Optional.of("x"), "/b", Optional.of("y")));
    fixture.put("in", Map.of("/b", Optional.of("new"), "/c", Optional.of("z")));
    fixture.createPipeline(upper("/*", first.value()));

    runs(2, 2, 0);
    assertThat(output()).isEqualTo(Map.of("/b", "NEW", "/c", "Z"));

    fixture.put("in", Map.of("/d", Optional.of("w"), "/c", Optional.empty()));
    runs(2, 1, 1);
    assertThat(output()).isEqualTo(Map.of("/b", "NEW", "/d", "W"));

    fixture.put("in", "/b", "y");
    runs(1, 0, 1);
    assertThat(output()).as("b is what it was at the commit").isEqualTo(Map.of("/d", "W"));
  }

  @Test
  void aBranchIsResolvedWhenThePipelineIsMadeAndRecorded() {
    CommitId head = fixture.put("in", "/a", "x");
    fixture.createPipeline(upper("/*", "master"));
    runs(0, 0, 0);
    fixture.put("in", "/b", "y");

    runs(1, 1, 0);

    assertThat(output()).isEqualTo(Map.of("/b", "Y"));
    PipelineCatalog pipelines = new PipelineCatalog(fixture.store.snapshot().catalog());
    InputStart start = pipelines.requireVersion(P, 1).from().get(0).orElseThrow();
    assertThat(start.commit()).isEqualTo(head);
    assertThat(start.files().files()).isEqualTo(1);
  }

  @Test
  void anUpdateLeavesEarlierResultsAndCountsThemAsSkipped() {
    fixture.put("in", Map.of("/a", Optional.of("x"), "/b", Optional.of("y")));
    fixture.createPipeline(upper("/*", ""));
    runs(2, 2, 0);
    fixture.updatePipeline(spec("/*", "master", Louder.class), Processed.KEEP);
    runs(2, 0, 2);
    fixture.put("in", Map.of("/b", Optional.of("new"), "/c", Optional.of("z")));

    runs(3, 2, 1);

    assertThat(output()).isEqualTo(Map.of("/a", "X", "/b", "new!!", "/c", "z!!"));
    fixture.put("in", "/a", "x2");
    runs(3, 1, 2);
    fixture.put("in", Map.of("/c", Optional.empty(), "/a", Optional.of("x")));
    runs(2, 0, 2);
    assertThat(output()).as("a's first result").isEqualTo(Map.of("/a", "X", "/b", "new!!"));
  }

  @Test
  void reprocessingDropsTheResultsOfWhatIsNoWork() {
    fixture.put("in", Map.of("/a", Optional.of("x"), "/b", Optional.of("y")));
    fixture.createPipeline(upper("/*", ""));
    runs(2, 2, 0);
    CommitId from = fixture.put("in", "/c", "z");
    runs(3, 1, 2);
    fixture.put("in", "/d", "w");
    runs(4, 1, 3);

    fixture.updatePipeline(upper("/*", from.value()), Processed.REPROCESS);

    runs(1, 1, 0);
    assertThat(output()).isEqualTo(Map.of("/d", "W"));
  }

  @Test
  void aDirectoryShowsOnlyTheFilesThatAreWork() {
    CommitId from =
        fixture.put(
            "in",
            Map.of("/d/a", Optional.of("1"), "/d/e/b", Optional.of("2"), "/f/c", Optional.of("3")));
    fixture.createPipeline(spec("/", from.value(), Concatenation.class));
    runs(0, 0, 0);

    fixture.put("in", Map.of("/d/e/new", Optional.of("4"), "/f/c", Optional.of("5")));
    runs(1, 1, 0);
    assertThat(output()).isEqualTo(Map.of("/all", "/d/e/new=4;/f/c=5;"));

    fixture.put("in", Map.of("/d/e", Optional.empty(), "/d", Optional.empty()));
    runs(1, 1, 0);
    assertThat(output()).isEqualTo(Map.of("/all", "/f/c=5;"));
    fixture.put("in", Map.of("/f/c", Optional.of("3"), "/d/a", Optional.of("1")));
    runs(0, 0, 0);
    assertThat(output()).isEmpty();
  }

  @Test
  void aDirectoryKeepsItsResultUntilWorkComesIntoIt() {
    fixture.put("in", Map.of("/d/a", Optional.of("1"), "/e/b", Optional.of("2")));
    fixture.createPipeline(upper("/*", ""));
    runs(2, 2, 0);
    fixture.updatePipeline(upper("/*", "master"), Processed.KEEP);
    runs(2, 0, 2);

    fixture.put("in", "/d/new", "3");
    runs(2, 1, 1);
    assertThat(output()).isEqualTo(Map.of("/d/new", "3", "/e/b", "2"));

    fixture.updatePipeline(upper("/*", "master"), Processed.KEEP);
    runs(2, 0, 2);
    assertThat(output())
        .as("a result that was made from a part of the directory stays")
        .isEqualTo(Map.of("/d/new", "3", "/e/b", "2"));
    fixture.put("in", "/g", "4");
    runs(3, 1, 2);
  }

  @Test
  void whatNeverRanIsNoDatumUntilFromIsGone() {
    CommitId from = fixture.put("in", Map.of("/a", Optional.of("x"), "/b", Optional.of("y")));
    fixture.createPipeline(upper("/*", from.value()));
    runs(0, 0, 0);
    fixture.put("in", "/c", "z");
    runs(1, 1, 0);

    fixture.updatePipeline(upper("/*", ""), Processed.KEEP);

    runs(3, 2, 1);
    assertThat(output()).isEqualTo(Map.of("/a", "X", "/b", "Y", "/c", "Z"));
  }

  @Test
  void aFileMayBecomeADirectoryAndBack() {
    CommitId from = fixture.put("in", Map.of("/a", Optional.of("x"), "/b/c", Optional.of("y")));
    fixture.createPipeline(upper("/*", from.value()));
    runs(0, 0, 0);
    fixture.put("in", Map.of("/a", Optional.empty(), "/b", Optional.empty()));
    runs(0, 0, 0);
    fixture.put("in", Map.of("/a/x", Optional.of("1"), "/b", Optional.of("2")));
    runs(2, 2, 0);
    assertThat(output()).isEqualTo(Map.of("/a/x", "1", "/b", "2"));
    fixture.put("in", Map.of("/a", Optional.empty(), "/b", Optional.empty()));
    runs(0, 0, 0);
    fixture.put("in", Map.of("/a", Optional.of("x"), "/b/c", Optional.of("y2")));
    runs(1, 1, 0);
    assertThat(output()).isEqualTo(Map.of("/b/c", "Y2"));
  }

  @Test
  void everyJobRunsTheWorkAndNothingElse() {
    fixture.put("in", "/a", "x");
    fixture.createPipeline(upper("/*", ""));
    runs(1, 1, 0);
    String spec = upper("/*", "master").replaceFirst("}$", ",\"reprocess_spec\":\"every_job\"}");
    fixture.updatePipeline(spec, Processed.KEEP);
    runs(1, 0, 1);
    fixture.put("in", "/b", "y");
    runs(2, 1, 1);
    fixture.put("in", "/c", "z");
    runs(3, 2, 1);
  }

  @Test
  void aRerunStartsFromTheSameCommit() {
    fixture.put("in", "/a", "x");
    fixture.createPipeline(upper("/*", "master"));
    runs(0, 0, 0);
    fixture.put("in", "/b", "y");
    runs(1, 1, 0);

    change(tx -> PipelineChanges.rerun(tx, P, "other", Processed.REPROCESS));

    runs(1, 1, 0);
    assertThat(output()).isEqualTo(Map.of("/b", "Y"));
  }

  @Test
  void theBranchItWasResolvedFromMayGo() {
    CommitId first = fixture.put("in", "/a", "x");
    BranchName old = new BranchName(EngineFixture.repo("in"), "old");
    change(
        tx ->
            BranchChanges.point(
                tx, old, tx.catalog().requireCommit(EngineFixture.repo("in"), first)));
    fixture.createPipeline(upper("/*", "old"));
    change(tx -> BranchChanges.delete(tx, old));
    fixture.put("in", "/b", "y");

    fixture.run();

    assertThat(output()).isEqualTo(Map.of("/b", "Y"));
  }

  @Test
  void whatItNamesHasToHoldContent() {
    fixture.put("in", "/a", "x");
    assertFails(
        ErrorCode.NOT_FOUND,
        "branch in@gone does not exist; 'tusk list branch in' shows those that exist",
        () -> fixture.createPipeline(upper("/*", "gone")));
    String id = "0".repeat(31) + "1";
    assertFails(
        ErrorCode.NOT_FOUND,
        "commit in@" + id + " does not exist; 'tusk list commit in' shows those that exist",
        () -> fixture.createPipeline(upper("/*", id)));
    change(tx -> CommitChanges.start(tx, EngineFixture.master("in"), ""));
    Commit open =
        fixture.store.snapshot().resolver().head(CommitRef.parse(ProjectName.DEFAULT, "in@master"));
    assertFails(
        ErrorCode.CONFLICT,
        "input in cannot start from commit in@" + open.id() + ": it is open; finish it first",
        () -> fixture.createPipeline(upper("/*", open.id().value())));
    assertThat(new PipelineCatalog(fixture.store.snapshot().catalog()).pipeline(P)).isEmpty();
    change(
        tx ->
            CommitChanges.finish(tx, open, open.files(), Optional.empty(), Optional.of("no good")));
    assertFails(
        ErrorCode.CONFLICT,
        "input in cannot start from commit in@"
            + open.id()
            + ": it ended in an error; name another",
        () -> fixture.createPipeline(upper("/*", open.id().value())));
  }
}
