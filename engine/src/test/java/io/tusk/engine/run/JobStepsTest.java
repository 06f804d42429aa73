/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.tusk.engine.oracle.Behaviour;
import io.tusk.name.CommitId;
import io.tusk.name.PipelineName;
import io.tusk.name.ProjectName;
import io.tusk.objects.EveryStore;
import io.tusk.pipeline.Job;
import io.tusk.pipeline.JobChanges;
import io.tusk.pipeline.JobCounts;
import io.tusk.pipeline.JobId;
import io.tusk.pipeline.JobState;
import io.tusk.pipeline.PipelineChanges.Processed;
import io.tusk.repo.Commit;
import io.tusk.repo.CommitChanges;
import io.tusk.repo.CommitRef;
import io.tusk.transform.Datum;
import io.tusk.transform.DatumTransform;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A job from its commit to its end: what it waits for, what it starts from and what it leaves. */
@Timeout(value = 300, unit = TimeUnit.SECONDS)
@EveryStore
final class JobStepsTest {
  private static final PipelineName P = new PipelineName(ProjectName.DEFAULT, "p");

  private final EngineFixture fixture = new EngineFixture();

  @BeforeEach
  void open() {
    fixture.createRepo("in");
  }

  @AfterEach
  void close() {
    assertThat(fixture.store.objects().list("jobs/", "", 10)).isEmpty();
    fixture.close();
  }

  private void create(String name, String input) {
    fixture.createPipeline(EngineFixture.javaSpec(name, input, "/*", UpperCase.class));
  }

  private void ends(Job job, long total, long processed, long skipped, long failed) {
    assertThat(job.counts()).isEqualTo(new JobCounts(total, processed, skipped, 0, failed));
    assertThat(job.state()).isEqualTo(failed > 0 ? JobState.FAILURE : JobState.SUCCESS);
  }

  private Commit commit(String repo, CommitId id) {
    return fixture.store.snapshot().catalog().requireCommit(EngineFixture.repo(repo), id);
  }

  private Commit startCommit(String repo) {
    fixture.change(tx -> CommitChanges.start(tx, EngineFixture.master(repo), ""));
    return fixture
        .store
        .snapshot()
        .resolver()
        .head(CommitRef.parse(ProjectName.DEFAULT, repo + "@master"));
  }

  private void finish(Commit open, String... error) {
    fixture.change(
        tx ->
            CommitChanges.finish(
                tx, open, open.files(), Optional.empty(), List.of(error).stream().findFirst()));
  }

  private Map<String, Job> runAll() {
    Map<String, Job> jobs = new TreeMap<>();
    fixture.run().ended().forEach(job -> jobs.put(job.id().pipeline().name(), job));
    return jobs;
  }

  @Test
  void itWaitsUntilWhatItReadsIsFinished() {
    fixture.put("in", "/a", "x");
    create("p", "in");
    ends(fixture.runOne(), 1, 1, 0, 0);
    Commit open = startCommit("in");
    JobId waiting = new JobId(P, open.id());
    assertThat(fixture.job(waiting).state()).isEqualTo(JobState.CREATED);
    assertThat(fixture.job(waiting).started()).isEmpty();

    RunReport report = fixture.run();

    assertThat(report.ended()).isEmpty();
    assertThat(report.waiting()).hasSize(1);
    assertThat(report.waiting().get(0).job()).isEqualTo(waiting);
    assertThat(report.waiting().get(0).read().id()).isEqualTo(open.id());
    assertThat(fixture.job(waiting).state()).isEqualTo(JobState.CREATED);
    finish(open);
    Job job = fixture.runOne();
    assertThat(job.id()).isEqualTo(waiting);
    ends(job, 1, 0, 1, 0);
  }

  @Test
  void aReadCommitThatEndedInAnErrorMakesAllThatFollowUnrunnable() {
    fixture.put("in", "/a", "x");
    create("p", "in");
    create("q", "p");
    assertThat(runAll()).hasSize(2);
    Commit open = startCommit("in");
    finish(open, "spilt");

    Map<String, Job> jobs = runAll();

    String reason = "unrunnable because the following upstream pipelines failed: in";
    assertThat(jobs).containsOnlyKeys("p", "q");
    assertThat(jobs.values())
        .allMatch(job -> job.state() == JobState.UNRUNNABLE && job.reason().equals(reason))
        .allMatch(job -> job.counts().equals(JobCounts.NONE) && job.attempt() == 0);
    assertThat(commit("p", open.id()).error()).contains(reason);
    assertThat(fixture.contents("q@master")).isEqualTo(Map.of("/a", "X"));

    fixture.put("in", "/b", "y");
    jobs = runAll();
    ends(jobs.get("p"), 2, 1, 1, 0);
    ends(jobs.get("q"), 2, 1, 1, 0);
  }

  @Test
  void aFailedJobIsNamedByAllThatFollow() {
    fixture.put("in", "/a", "fail");
    create("p", "in");
    create("q", "p");
    create("r", "q");

    Map<String, Job> jobs = runAll();

    ends(jobs.get("p"), 1, 0, 0, 1);
    for (String name : List.of("q", "r")) {
      assertThat(jobs.get(name).state()).isEqualTo(JobState.UNRUNNABLE);
      assertThat(jobs.get(name).reason())
          .isEqualTo("unrunnable because the following upstream pipelines failed: p");
    }
  }

  @Test
  void processedSkippedRecoveredAndFailedMakeTheTotal() {
    fixture.put("in", "/skipped", "0");
    fixture.createPipeline(
        EngineFixture.shellSpec(
            "exit $(cat ${PFS_ROOT:-/pfs}/in/*)",
            ",\"err_cmd\":[\"sh\",\"-c\",\"test -e ${PFS_ROOT:-/pfs}/in/recovered\"]",
            ",\"datum_tries\":2"));
    ends(fixture.runOne(), 1, 1, 0, 0);
    fixture.put(
        "in",
        Map.of(
            "/failed", Optional.of("1"),
            "/processed", Optional.of("0"),
            "/recovered", Optional.of("1")));

    Job job = fixture.runOne();

    assertThat(job.state()).isEqualTo(JobState.FAILURE);
    assertThat(job.counts()).isEqualTo(new JobCounts(4, 1, 1, 1, 1));
    fixture.put("in", Map.of("/failed", Optional.empty()));
    Job next = fixture.runOne();
    assertThat(next.state()).isEqualTo(JobState.SUCCESS);
    assertThat(next.counts()).isEqualTo(new JobCounts(3, 0, 2, 1, 0));
  }

  @Test
  void allOtherDatumsRunToTheirEndThoughOneFails() {
    Map<String, Optional<String>> files = new TreeMap<>();
    for (int i = 10; i < 40; i++) {
      files.put("/" + i, Optional.of(i == 15 ? "fail" : "x"));
    }
    fixture.put("in", files);
    create("p", "in");
    ends(fixture.runOne(), 30, 29, 0, 1);
    fixture.put("in", "/15", "x");
    ends(fixture.runOne(), 30, 1, 29, 0);
  }

  @Test
  void jobsOfOnePipelineRunOneAfterAnother() {
    create("p", "in");
    fixture.put("in", "/a", "x");
    fixture.put("in", "/b", "y");

    List<Job> jobs = fixture.run().ended();

    assertThat(jobs).extracting(job -> job.counts().total()).containsExactly(0L, 1L, 2L);
    for (int i = 1; i < jobs.size(); i++) {
      assertThat(jobs.get(i).started().orElseThrow())
          .isAfterOrEqualTo(jobs.get(i - 1).finished().orElseThrow());
      assertThat(jobs.get(i).counts().processed()).isEqualTo(1);
    }
  }

  /** Ends when the datums of two pipelines run at the same time. */
  public static final class Meeting implements DatumTransform {
    static volatile CountDownLatch both = new CountDownLatch(2);

    @Override
    public void process(Datum datum) throws InterruptedException {
      both.countDown();
      both.await();
    }
  }

  @Test
  void independentPipelinesRunAtTheSameTime() {
    fixture.put("in", "/a", "x");
    Meeting.both = new CountDownLatch(2);
    for (String name : List.of("p", "q")) {
      fixture.createPipeline(
          EngineFixture.javaSpec(name, "in", "/*", Meeting.class)
              .replaceFirst("}$", ",\"parallelism_spec\":{\"constant\":1}}"));
    }
    Map<String, Job> jobs = runAll();
    ends(jobs.get("p"), 1, 1, 0, 0);
    ends(jobs.get("q"), 1, 1, 0, 0);
  }

  @Test
  void aFailedJobsCommitHoldsItsErrorAndNothingNew() {
    fixture.put("in", Map.of("/a", Optional.of("x"), "/b", Optional.of("y")));
    create("p", "in");
    Job good = fixture.runOne();
    fixture.put(
        "in", Map.of("/a", Optional.of("fail"), "/b", Optional.empty(), "/c", Optional.of("z")));

    Job bad = fixture.runOne();

    ends(bad, 2, 1, 0, 1);
    String id = fixture.records(bad).get("/a").id().toString();
    assertThat(bad.reason())
        .startsWith("datum " + id + " (in@master:/a) failed:\n")
        .endsWith("\ntusk: the code threw java.lang.IllegalStateException: told to fail by /a");
    assertThat(bad.reason().lines().count()).isLessThanOrEqualTo(11);
    Commit commit = commit("p", bad.id().set());
    assertThat(commit.error()).contains(bad.reason());
    assertThat(commit.result()).isEmpty();
    Map<String, String> before = Map.of("/a", "X", "/b", "Y");
    assertThat(fixture.contents("p@" + bad.id().set())).isEqualTo(before);
    assertThat(fixture.contents("p@master")).isEqualTo(before);
    assertThat(
            fixture
                .store
                .snapshot()
                .resolver()
                .readable(CommitRef.parse(ProjectName.DEFAULT, "p@master"))
                .id())
        .isEqualTo(good.id().set());
  }

  @Test
  void aFailedJobsCommitHoldsWhatTheJobBeforeItMade() {
    create("p", "in");
    fixture.runOne();
    fixture.put("in", "/a", "x");
    fixture.put("in", "/b", "fail");

    List<Job> jobs = fixture.run().ended();

    ends(jobs.get(0), 1, 1, 0, 0);
    ends(jobs.get(1), 2, 0, 1, 1);
    assertThat(fixture.contents("p@" + jobs.get(1).id().set())).isEqualTo(Map.of("/a", "X"));
  }

  @Test
  void aPipelineMayBeCreatedOnACommitThatIsOpen() {
    fixture.put("in", "/a", "x");
    Commit open = startCommit("in");
    create("p", "in");
    assertThat(fixture.run().ended()).isEmpty();
    finish(open);
    ends(fixture.runOne(), 1, 1, 0, 0);
  }

  @Test
  void whoReadsAFailedPipelineAnewReadsItsLastGoodCommit() {
    fixture.put("in", "/a", "x");
    create("p", "in");
    create("q", "p");
    assertThat(runAll()).hasSize(2);
    fixture.put("in", "/b", "fail");
    assertThat(runAll().get("q").state()).isEqualTo(JobState.UNRUNNABLE);

    fixture.updatePipeline(
        EngineFixture.javaSpec("q", "p", "/*", Louder.class), Processed.REPROCESS);

    ends(fixture.runOne(), 1, 1, 0, 0);
    assertThat(fixture.contents("q@master")).isEqualTo(Map.of("/a", "X!!"));
  }

  @Test
  void itStartsFromTheNewestGoodCommitOfItsBranch() {
    fixture.put("in", Map.of("/a", Optional.of("x"), "/b", Optional.of("y")));
    create("p", "in");
    ends(fixture.runOne(), 2, 2, 0, 0);
    fixture.put("in", Map.of("/a", Optional.of("fail"), "/c", Optional.of("z")));
    ends(fixture.runOne(), 3, 1, 1, 1);
    fixture.put("in", Map.of("/c", Optional.of("fail")));
    ends(fixture.runOne(), 3, 0, 1, 2);
    fixture.put("in", Map.of("/a", Optional.of("v"), "/b", Optional.empty()));
    ends(fixture.runOne(), 2, 1, 0, 1);

    fixture.put("in", Map.of("/c", Optional.of("z")));

    ends(fixture.runOne(), 2, 0, 2, 0);
    assertThat(fixture.contents("p@master")).isEqualTo(Map.of("/a", "V", "/c", "Z"));
  }

  @Test
  void aSuccessIsNotForgottenWhenALaterRunFails() {
    HistoryTransform.behaviour = new Behaviour(1, false);
    String spec = EngineFixture.javaSpec("p", "in", "/*", HistoryTransform.class);
    CommitId first = fixture.put("in", "/a", "flaky");
    fixture.createPipeline(spec);
    ends(fixture.runOne(), 1, 1, 0, 0);
    HistoryTransform.behaviour = new Behaviour(1, true);
    fixture.updatePipeline(
        spec.replaceFirst("}$", ",\"reprocess_spec\":\"every_job\"}"), Processed.KEEP);
    ends(fixture.runOne(), 1, 0, 0, 1);
    fixture.updatePipeline(spec, Processed.KEEP);
    ends(fixture.runOne(), 1, 0, 1, 0);
    fixture.put("in", "/a", "other");
    ends(fixture.runOne(), 1, 1, 0, 0);

    fixture.change(
        tx ->
            io.tusk.repo.BranchChanges.point(
                tx,
                EngineFixture.master("in"),
                tx.catalog().requireCommit(EngineFixture.repo("in"), first)));

    ends(fixture.runOne(), 1, 0, 1, 0);
    assertThat(fixture.contents("p@master").values()).containsExactly("v1 flaky");
  }

  @Test
  void aStoppedJobsCommitSaysSo() {
    fixture.put("in", "/a", "x");
    create("p", "in");
    create("q", "p");
    JobId id = new JobId(P, commit("p", headOf("p")).id());

    fixture.change(tx -> JobChanges.stop(tx, id));

    assertThat(fixture.job(id).state()).isEqualTo(JobState.KILLED);
    assertThat(commit("p", id.set()).error()).contains("job stopped");
    JobId follower = new JobId(new PipelineName(ProjectName.DEFAULT, "q"), headOf("q"));
    Job ended = fixture.runOne();
    assertThat(ended.id()).isEqualTo(follower);
    assertThat(ended.state()).isEqualTo(JobState.UNRUNNABLE);
    assertThat(ended.reason())
        .isEqualTo("unrunnable because the following upstream pipelines failed: p");
  }

  private CommitId headOf(String repo) {
    return fixture.store.snapshot().catalog().requireBranch(EngineFixture.master(repo)).head();
  }
}
