/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.run;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tusk.datum.DatumKey;
import io.tusk.engine.inspect.DatumInfo;
import io.tusk.engine.inspect.JobDatums;
import io.tusk.engine.inspect.JobLogs;
import io.tusk.engine.inspect.LogMessage;
import io.tusk.engine.inspect.LogQuery;
import io.tusk.engine.log.DatumLog;
import io.tusk.engine.log.LogLine.Source;
import io.tusk.engine.work.CurrentDatum;
import io.tusk.engine.work.JobWork;
import io.tusk.error.ErrorCode;
import io.tusk.error.TuskException;
import io.tusk.log.Operation;
import io.tusk.name.FilePath;
import io.tusk.name.PipelineName;
import io.tusk.name.ProjectName;
import io.tusk.objects.EveryStore;
import io.tusk.pieces.Hash;
import io.tusk.pipeline.Job;
import io.tusk.pipeline.JobChanges;
import io.tusk.pipeline.JobCounts;
import io.tusk.pipeline.JobId;
import io.tusk.pipeline.JobOwner;
import io.tusk.pipeline.JobState;
import io.tusk.tree.TreeParameters;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Datums and logs of jobs that run and that have ended. */
@Timeout(value = 300, unit = TimeUnit.SECONDS)
@EveryStore
final class JobInspectionTest {
  private static final Instant TIME = Instant.parse("2020-01-02T03:04:05Z");
  private static final PipelineName PIPELINE = new PipelineName(ProjectName.DEFAULT, "p");

  @TempDir private Path temp;
  private final EngineFixture fixture = new EngineFixture();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final JobDatums datums = new JobDatums(fixture.store);
  private final JobLogs logs = new JobLogs(fixture.store);

  @BeforeEach
  void open() {
    fixture.createRepo("in");
  }

  @AfterEach
  void close() {
    threads.shutdownNow();
    fixture.close();
  }

  private Path gate() {
    return temp.resolve("gate");
  }

  /** A file that says {@code wait} waits for the gate; one that says {@code fail} fails. */
  private void createPipeline(String transform) {
    String script =
        """
        f=$(find $PFS_ROOT/in -type f); echo begun $(basename $f); if grep -q wait $f; then \
        until test -e %s; do sleep 0.02; done; fi; if grep -q fail $f; then exit 1; fi; \
        cp $f $PFS_ROOT/out"""
            .formatted(gate());
    fixture.createPipeline(
        EngineFixture.shellSpec(
            script, transform, ",\"datum_tries\":1,\"parallelism_spec\":{\"constant\":1}"));
  }

  private Job run() {
    return fixture.runOne("none");
  }

  private List<String> states(JobId job) {
    List<String> states = new ArrayList<>();
    datums.list(job).forEachRemaining(info -> states.add(path(info) + " " + info.state()));
    return states;
  }

  private static String path(DatumInfo datum) {
    return datum.paths().iterator().next().path().value();
  }

  private Hash id(JobId job, String path) {
    Map<String, Hash> ids = new HashMap<>();
    datums.list(job).forEachRemaining(info -> ids.put(path(info), info.id()));
    return ids.get(path);
  }

  private List<String> lines(LogQuery query) {
    List<String> lines = new ArrayList<>();
    logs.read(query, message -> lines.add(text(message)));
    return lines;
  }

  private static String text(LogMessage message) {
    return message.paths().iterator().next().path() + ": " + message.line().marked();
  }

  private CurrentDatum current(JobId job, int number) {
    while (true) {
      List<CurrentDatum> current = datums.current(job);
      if (!current.isEmpty()
          && new String(current.get(0).log(), UTF_8).split("begun .\n", -1).length > number) {
        return current.get(0);
      }
      Thread.onSpinWait();
    }
  }

  @Test
  void aRunningJobTellsHowFarItIsAndWhatItsDatumsSay() throws Exception {
    fixture.put(
        "in", Map.of("/a", Optional.of("x"), "/b", Optional.of("x"), "/x", Optional.of("")));
    createPipeline("");
    JobId first = run().id();
    fixture.put(
        "in",
        Map.of(
            "/b", Optional.of("wait"),
            "/c", Optional.of("fail"),
            "/d", Optional.of("x"),
            "/x", Optional.empty()));
    JobId job = fixture.pending();
    assertThat(states(job)).as("it waits").isEmpty();
    Future<Job> running = threads.submit(this::run);
    List<String> followed = new CopyOnWriteArrayList<>();
    Future<?> following =
        threads.submit(
            () -> {
              logs.follow(
                  LogQuery.of(PIPELINE).withJob(job.set()),
                  message -> followed.add(text(message)),
                  () -> false);
              return null;
            });

    CurrentDatum current = current(job, 1);
    assertThat(current.key().toString()).isEqualTo("in@master:/b");
    assertThat(current.number()).isEqualTo(1);
    assertThat(current.started()).isBefore(Instant.now());
    assertThat(states(job))
        .containsExactly("/a SKIPPED", "/b STARTING", "/c STARTING", "/d STARTING");
    assertThat(datums.require(job, current.id()).record()).isEmpty();
    while (followed.isEmpty()) {
      Thread.onSpinWait();
    }
    assertThat(followed).containsExactly("/b: begun b");
    assertThat(lines(LogQuery.of(PIPELINE).withJob(job.set()))).containsExactly("/b: begun b");

    Files.createFile(gate());
    assertThat(running.get().state()).isEqualTo(JobState.FAILURE);
    assertThat(states(job)).containsExactly("/a SKIPPED", "/b SUCCESS", "/c FAILED", "/d SUCCESS");
    DatumInfo a = datums.require(job, id(job, "/a"));
    assertThat(a.ranIn()).isEqualTo(first);
    DatumInfo b = datums.require(job, current.id());
    assertThat(b.ranIn()).isEqualTo(job);
    assertThat(b.stats().process()).isPositive();
    assertThat(b.stats().downloadBytes()).isEqualTo(4);
    assertThat(b.stats().uploadBytes()).isEqualTo(4);
    following.get();
    List<String> all =
        List.of(
            "/b: begun b",
            "/c: begun c",
            "/c: tusk: command \"sh\" ended with exit code 1",
            "/d: begun d");
    assertThat(followed).isEqualTo(all);
    assertThat(lines(LogQuery.of(PIPELINE).withJob(job.set()))).isEqualTo(all);
  }

  @Test
  void logsAreFoundByJobDatumPathAndTime() {
    fixture.put("in", Map.of("/a", Optional.of("x"), "/b", Optional.of("x")));
    createPipeline("");
    Job first = run();
    fixture.put("in", "/b", "y");
    Job second = run();
    LogQuery all = LogQuery.of(PIPELINE);

    assertThat(lines(all)).containsExactly("/a: begun a", "/b: begun b", "/b: begun b");
    assertThat(lines(all.withJob(first.id().set()))).containsExactly("/a: begun a", "/b: begun b");
    assertThat(lines(all.withJob(second.id().set()))).containsExactly("/b: begun b");
    assertThat(lines(all.withDatum(id(second.id(), "/a")))).containsExactly("/a: begun a");
    assertThat(lines(all.withPaths(List.of(new FilePath("/b"))))).hasSize(2);
    assertThat(lines(all.withPaths(List.of(new FilePath("/b"), new FilePath("/a"))))).isEmpty();
    assertThat(lines(all.withSince(second.started().orElseThrow()))).containsExactly("/b: begun b");
    assertThat(lines(all.withSince(second.finished().orElseThrow().plusMillis(1)))).isEmpty();

    List<LogMessage> messages = new ArrayList<>();
    logs.read(all.withJob(second.id().set()), messages::add);
    LogMessage message = messages.get(0);
    assertThat(message.job()).isEqualTo(second.id());
    assertThat(message.datum()).isEqualTo(id(second.id(), "/b"));
    assertThat(message.worker()).endsWith("-0");
    assertThat(message.line().source()).isEqualTo(Source.USER);
    assertThat(message.line().time())
        .isBetween(second.started().orElseThrow(), second.finished().orElseThrow());

    assertThatThrownBy(() -> lines(LogQuery.of(new PipelineName(ProjectName.DEFAULT, "q"))))
        .isInstanceOf(TuskException.class)
        .hasMessage("pipeline q does not exist; 'tusk list pipeline' shows those that do");
    Hash none = Hash.of(new byte[0]);
    assertThatThrownBy(() -> datums.require(second.id(), none))
        .isInstanceOf(TuskException.class)
        .hasMessage(
            "job "
                + second.id()
                + " has no datum "
                + none
                + "; 'tusk list datum "
                + second.id()
                + "' shows its datums");
  }

  private void restart(JobId job, String... paths) {
    List<FilePath> list = List.of(paths).stream().map(FilePath::new).toList();
    fixture.store.transact(
        new Operation("restart datum", ""),
        tx -> {
          JobChanges.restartDatums(tx, job, list);
          return null;
        });
  }

  @Test
  void aDatumThatRunsBeginsAnewWithoutLosingATry() throws Exception {
    fixture.put("in", Map.of("/a", Optional.of("wait")));
    createPipeline("");
    JobId job = fixture.pending();
    assertThatThrownBy(() -> restart(job, "/a"))
        .isInstanceOfSatisfying(
            TuskException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CONFLICT))
        .hasMessage("job " + job + " does not run: it is CREATED; only datums that run begin anew");
    Future<Job> running = threads.submit(this::run);
    current(job, 1);
    assertThatThrownBy(() -> restart(job))
        .isInstanceOf(TuskException.class)
        .hasMessage("no path says which datums of job " + job + " are meant; give one");

    restart(job, "/b");
    restart(job, "/a", "/b");
    restart(job, "/a");
    CurrentDatum again = current(job, 2);
    assertThat(again.number()).isEqualTo(1);
    restart(job, "/a");
    current(job, 3);
    Files.createFile(gate());

    Job ended = running.get();
    assertThat(ended.state()).isEqualTo(JobState.SUCCESS);
    String anew = "/a: tusk: begun anew, as a user asked for";
    assertThat(lines(LogQuery.of(PIPELINE)))
        .containsExactly("/a: begun a", anew, "/a: begun a", anew, "/a: begun a");
  }

  @Test
  void aKilledJobRemembersWhatItRan() throws Exception {
    fixture.put(
        "in", Map.of("/a", Optional.of("x"), "/b", Optional.of("fail"), "/c", Optional.of("wait")));
    createPipeline(",\"err_cmd\":[\"true\"]");
    JobId job = fixture.pending();
    Future<Job> running = threads.submit(this::run);
    while (!current(job, 1).key().toString().equals("in@master:/c")) {
      Thread.onSpinWait();
    }
    fixture.store.transact(new Operation("stop job", ""), tx -> JobChanges.stop(tx, job));
    assertThat(running.get().state()).isEqualTo(JobState.KILLED);

    assertThat(states(job)).containsExactly("/a SUCCESS", "/b RECOVERED");
    assertThat(fixture.job(job).counts()).isEqualTo(new JobCounts(2, 1, 0, 1, 0));
    assertThat(fixture.job(job).stats().downloadBytes()).isEqualTo(5);
    assertThat(lines(LogQuery.of(PIPELINE)))
        .containsExactly(
            "/a: begun a",
            "/b: begun b",
            "/b: tusk: command \"sh\" ended with exit code 1",
            "/b: tusk: the error command succeeded; the datum is recovered, without output");
  }

  @Test
  void whoFollowsIsToldWhatIsLeftOut() throws Exception {
    fixture.put("in", "/b", "wait");
    createPipeline("");
    JobId job = fixture.pending();
    Future<Job> running = threads.submit(this::run);
    CurrentDatum current = current(job, 1);
    List<String> followed = new CopyOnWriteArrayList<>();
    Future<?> following =
        threads.submit(
            () -> {
              logs.follow(
                  LogQuery.of(PIPELINE).withJob(job.set()),
                  message -> followed.add(text(message)),
                  () -> false);
              return null;
            });
    JobWork work = new JobWork(fixture.store, job);
    DatumLog log = new DatumLog(Clock.systemUTC(), "w");
    int said = 0;
    // All of the first is kept, and of the second not what was seen of the first.
    for (int lines : new int[] {1_000, 5_000}) {
      for (; said < lines; said++) {
        log.user(String.format("%080d", said));
      }
      work.current(1, 0, new CurrentDatum(current.key(), current.id(), 1, TIME, log.bytes()));
      String last = "/b: " + String.format("%080d", lines - 1);
      while (followed.isEmpty() || !followed.get(followed.size() - 1).equals(last)) {
        Thread.onSpinWait();
      }
    }
    Files.createFile(gate());
    assertThat(running.get().state()).isEqualTo(JobState.SUCCESS);
    following.get();

    List<String> left = followed.stream().filter(line -> line.contains("left out")).toList();
    assertThat(left).hasSize(1);
    int at = followed.indexOf(left.get(0));
    assertThat(followed.get(at - 1)).endsWith("999");
    long next = Long.parseLong(followed.get(at + 1).substring("/b: ".length()));
    assertThat(left).containsExactly("/b: tusk: " + (next - 1_000) + " lines left out here");
  }

  @Test
  void whoFollowsSeesWhatAnotherEngineBeginsAnew() throws Exception {
    fixture.put("in", "/a", "x");
    createPipeline("");
    DatumInfo datum = datums.list(run().id()).next();
    fixture.put("in", "/a", "y");
    JobId job = fixture.pending();
    JobWork work = new JobWork(fixture.store, job);
    List<String> followed = new CopyOnWriteArrayList<>();
    Future<?> following = null;
    for (int attempt = 1; attempt <= 2; attempt++) {
      long last = attempt - 1L;
      JobOwner owner = new JobOwner("elsewhere", "boot", 1, 1, "nonce " + attempt);
      fixture.change(tx -> assertThat(JobChanges.takeUp(tx, job, last, owner)).isPresent());
      DatumLog log = new DatumLog(Clock.systemUTC(), "w");
      log.user("begun by " + attempt);
      log.user("goes on");
      work.current(
          attempt,
          0,
          new CurrentDatum(
              DatumKey.of(datum.paths(), TreeParameters.DEFAULT),
              datum.id(),
              1,
              TIME,
              log.bytes()));
      if (following == null) {
        following =
            threads.submit(
                () -> {
                  logs.follow(
                      LogQuery.of(PIPELINE).withJob(job.set()),
                      message -> followed.add(text(message)),
                      () -> false);
                  return null;
                });
      }
      while (followed.size() < 2 * attempt) {
        Thread.onSpinWait();
      }
    }
    fixture.change(
        tx -> JobChanges.fail(tx, job, 2, JobChanges.Ending.without(JobState.KILLED, "over")));
    following.get();
    assertThat(followed)
        .containsExactly("/a: begun by 1", "/a: goes on", "/a: begun by 2", "/a: goes on");
    work.deleteAll();
  }
}
