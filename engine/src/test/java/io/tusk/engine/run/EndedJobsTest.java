/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tusk.error.ErrorCode;
import io.tusk.error.TuskException;
import io.tusk.log.Operation;
import io.tusk.name.BranchName;
import io.tusk.name.CommitId;
import io.tusk.name.PipelineName;
import io.tusk.name.ProjectName;
import io.tusk.objects.EveryStore;
import io.tusk.pipeline.Job;
import io.tusk.pipeline.JobCatalog;
import io.tusk.pipeline.JobChanges;
import io.tusk.pipeline.JobCounts;
import io.tusk.pipeline.JobId;
import io.tusk.pipeline.JobState;
import io.tusk.pipeline.PipelineChanges.Processed;
import io.tusk.pipeline.PipelineRemoval;
import io.tusk.repo.BranchChanges;
import io.tusk.repo.Commit;
import io.tusk.repo.CommitRemoval;
import io.tusk.transform.Datum;
import io.tusk.transform.DatumTransform;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Jobs that end otherwise than by their own commit, and what is left of them. */
@Timeout(value = 300, unit = TimeUnit.SECONDS)
@EveryStore
final class EndedJobsTest {
  private final EngineFixture fixture = new EngineFixture();
  private final ExecutorService threads = Executors.newCachedThreadPool();

  @BeforeEach
  void open() {
    fixture.createRepo("in");
  }

  @AfterEach
  void close() {
    threads.shutdownNow();
    assertThat(fixture.store.objects().list("jobs/", "", 10)).isEmpty();
    fixture.close();
  }

  /** The first datum of a lane's second shard waits, so that those before it are stored. */
  public static final class Gate implements DatumTransform {
    static volatile CountDownLatch entered = new CountDownLatch(1);
    static volatile CountDownLatch opened = new CountDownLatch(1);
    static volatile boolean closed;

    static void close() {
      entered = new CountDownLatch(1);
      opened = new CountDownLatch(1);
      closed = true;
    }

    @Override
    public void process(Datum datum) throws Exception {
      String path = datum.files().iterator().next().path().value();
      if (closed && path.equals("/80")) {
        entered.countDown();
        opened.await();
      }
      try (OutputStream out = datum.create(path)) {
        out.write(1);
      }
    }
  }

  /** Throws what no code should. */
  public static final class Thrower implements DatumTransform {
    @Override
    public void process(Datum datum) {
      throw new java.util.ServiceConfigurationError("no such service");
    }
  }

  private static Map<String, Optional<String>> files() {
    Map<String, Optional<String>> files = new TreeMap<>();
    for (int i = 10; i < 90; i++) {
      files.put("/" + i, Optional.of("" + i));
    }
    return files;
  }

  private static String gateSpec() {
    return EngineFixture.javaSpec("gate", "in", "/*", Gate.class)
        .replace("\"datum_tries\":1", "\"datum_tries\":1,\"parallelism_spec\":{\"constant\":1}");
  }

  /** A run that waits in the datum {@code /80} for ever, unless it is ended {@code meanwhile}. */
  private RunReport runWhile(Runnable meanwhile) throws Exception {
    Gate.close();
    Callable<RunReport> run = fixture::run;
    Future<RunReport> running = threads.submit(run);
    Gate.entered.await();
    Gate.closed = false;
    meanwhile.run();
    return running.get();
  }

  @Test
  void anUpdateEndsTheJobThatRunsAndItsResultsAreKept() throws Exception {
    fixture.put("in", files());
    fixture.createPipeline(gateSpec());

    RunReport report = runWhile(() -> fixture.updatePipeline(gateSpec(), Processed.KEEP));

    assertThat(report.ended())
        .extracting(Job::state)
        .containsExactly(JobState.KILLED, JobState.SUCCESS);
    assertThat(report.ended().get(0).reason()).isEqualTo("killed because the pipeline was updated");
    JobCounts counts = report.ended().get(1).counts();
    assertThat(counts).as("70 had ended").isEqualTo(new JobCounts(80, 10, 70, 0, 0));
    assertThat(fixture.contents("gate@master")).hasSize(80);
  }

  @Test
  void aStoppedJobIsKilledAndItsResultsAreKept() throws Exception {
    fixture.put("in", files());
    fixture.createPipeline(gateSpec());
    fixture.createPipeline(EngineFixture.javaSpec("after", "gate", "/*", UpperCase.class));
    JobId gate = pending("gate");

    RunReport report = runWhile(() -> assertThat(stop(gate)).isTrue());

    assertThat(report.ended())
        .extracting(job -> job.id().pipeline().name() + " " + job.state() + ": " + job.reason())
        .containsExactlyInAnyOrder(
            "gate KILLED: job stopped",
            "after UNRUNNABLE: unrunnable because the following upstream pipelines failed: gate");
    assertThat(stop(gate)).as("it is at its end").isFalse();
    assertThat(fixture.job(gate).state()).isEqualTo(JobState.KILLED);

    fixture.updatePipeline(gateSpec(), Processed.KEEP);
    assertThat(fixture.run().ended())
        .filteredOn(job -> job.id().pipeline().name().equals("gate"))
        .extracting(Job::counts)
        .containsExactly(new JobCounts(80, 10, 70, 0, 0));
    assertThat(fixture.contents("after@master")).hasSize(80);
  }

  @Test
  void aJobThatWaitsCanBeStopped() {
    fixture.put("in", files());
    fixture.createPipeline(gateSpec());
    JobId gate = pending("gate");

    assertThat(stop(gate)).isTrue();

    assertThat(fixture.run().ended()).isEmpty();
    assertThat(fixture.job(gate).reason()).isEqualTo("job stopped");
    JobId unknown = new JobId(gate.pipeline(), new CommitId("0".repeat(32)));
    assertThatThrownBy(() -> stop(unknown))
        .isInstanceOf(TuskException.class)
        .hasMessage(
            "job gate@00000000000000000000000000000000 does not exist; 'tusk list job' shows those"
                + " that do");
  }

  private JobId pending(String pipeline) {
    return new JobCatalog(fixture.store.snapshot().catalog())
        .pending().stream()
            .map(Job::id)
            .filter(id -> id.pipeline().name().equals(pipeline))
            .findFirst()
            .orElseThrow();
  }

  private boolean stop(JobId job) {
    return fixture.store.transact(
        new Operation("stop job", job.toString()), tx -> JobChanges.stop(tx, job));
  }

  @Test
  void anInterruptedEngineKillsWhatItRuns() throws Exception {
    fixture.put("in", files());
    fixture.createPipeline(gateSpec());
    Gate.close();
    Engine engine = fixture.engine("auto");
    Callable<RunReport> run = engine::runPending;
    Future<RunReport> running = threads.submit(run);
    Gate.entered.await();
    Gate.closed = false;

    engine.interrupt();
    assertThatThrownBy(running::get)
        .isInstanceOf(ExecutionException.class)
        .cause()
        .isInstanceOfSatisfying(
            TuskException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INTERRUPTED))
        .hasMessage(
            "the run was interrupted; 1 job was killed; results of finished datums are kept, and"
                + " 'tusk rerun pipeline' goes on from them");

    assertThat(fixture.run().ended()).isEmpty();
    fixture.updatePipeline(gateSpec(), Processed.KEEP);
    assertThat(fixture.run().ended().get(0).counts()).isEqualTo(new JobCounts(80, 10, 70, 0, 0));
  }

  @Test
  void aPipelineMayBeDeletedWhileItsJobRuns() throws Exception {
    fixture.put("in", files());
    fixture.createPipeline(gateSpec());
    PipelineName name = new PipelineName(ProjectName.DEFAULT, "gate");

    RunReport report =
        runWhile(
            () ->
                fixture.store.transact(
                    new Operation("delete pipeline", name.toString()),
                    tx -> {
                      PipelineRemoval.delete(tx, name);
                      return null;
                    }));

    assertThat(report.ended()).isEmpty();
    assertThat(fixture.run().ended()).isEmpty();
  }

  /** As an engine does that has seen the job before its pipeline was deleted. */
  @Test
  void aJobThatIsGoneNeedNotBeEnded() {
    fixture.createPipeline(gateSpec());
    JobId job = fixture.pending();
    fixture.change(tx -> PipelineRemoval.delete(tx, job.pipeline()));
    long records = fixture.store.snapshot().record().number();
    fixture.change(tx -> JobChanges.unrunnable(tx, job, List.of("other")));
    assertThat(fixture.store.snapshot().record().number()).isEqualTo(records);
  }

  @Test
  void aCommitMayBeDeletedWhileItsJobRuns() throws Exception {
    fixture.put("in", files());
    fixture.createPipeline(gateSpec());

    RunReport report =
        runWhile(
            () ->
                fixture.store.transact(
                    new Operation("delete commit", ""),
                    tx -> {
                      CommitId head =
                          tx.catalog().requireBranch(EngineFixture.master("gate")).head();
                      List<Commit> set = tx.catalog().commitSet(head);
                      new CommitRemoval(tx).drop(set);
                      JobChanges.forget(tx, set);
                      return null;
                    }));

    assertThat(report.ended()).isEmpty();
    assertThat(fixture.run().ended()).isEmpty();
    assertThat(fixture.contents("gate@master")).isEmpty();
  }

  @Test
  void codeThatIsNotThereFailsTheJobAndWhatFollowsAndNothingElse() {
    fixture.put("in", "/a", "x");
    fixture.createPipeline(
        EngineFixture.javaSpec("lost", "in", "/*", UpperCase.class)
            .replace(UpperCase.class.getName(), "com.example.Lost"));
    fixture.createPipeline(EngineFixture.javaSpec("after", "lost", "/*", UpperCase.class));
    fixture.createPipeline(EngineFixture.javaSpec("other", "in", "/*", UpperCase.class));

    Map<String, Job> jobs = new TreeMap<>();
    fixture.run().ended().forEach(job -> jobs.put(job.id().pipeline().name(), job));

    assertThat(jobs.get("lost").state()).isEqualTo(JobState.FAILURE);
    assertThat(jobs.get("lost").reason())
        .isEqualTo(
            "class com.example.Lost is not on the class path; name its jar in transform.java.jar");
    assertThat(jobs.get("after").state()).isEqualTo(JobState.UNRUNNABLE);
    assertThat(jobs.get("other").state()).isEqualTo(JobState.SUCCESS);
    assertThat(fixture.run().ended()).isEmpty();
  }

  @Test
  void aJobCanFailThatABranchOfNoPipelineFollows() {
    fixture.createPipeline(EngineFixture.javaSpec("upper", "in", "/*", UpperCase.class));
    fixture.createRepo("copies");
    fixture.store.transact(
        new Operation("create branch", "copies@master"),
        tx -> {
          BranchName copies = EngineFixture.master("copies");
          BranchChanges.follow(tx, copies, List.of(EngineFixture.master("upper")));
          return copies;
        });
    CommitId set = fixture.put("in", "/a", "fail");
    assertThat(fixture.run().ended())
        .extracting(Job::state)
        .containsExactly(JobState.SUCCESS, JobState.FAILURE);
    assertThat(
            fixture
                .store
                .snapshot()
                .catalog()
                .requireCommit(EngineFixture.repo("copies"), set)
                .isOpen())
        .isTrue();
  }

  @Test
  void whateverTheCodeThrowsFailsItsDatum() {
    fixture.put("in", "/a", "x");
    fixture.createPipeline(EngineFixture.javaSpec("thrower", "in", "/*", Thrower.class));

    Job job = fixture.run().ended().get(0);

    assertThat(job.state()).isEqualTo(JobState.FAILURE);
    assertThat(job.counts()).isEqualTo(new JobCounts(1, 0, 0, 0, 1));
    assertThat(job.reason())
        .startsWith("datum ")
        .contains(" (in@master:/a) failed")
        .endsWith("the code threw java.util.ServiceConfigurationError: no such service");
  }
}
