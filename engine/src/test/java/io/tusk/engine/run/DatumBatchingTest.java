/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.tusk.engine.command.Isolation;
import io.tusk.engine.command.IsolationProbe;
import io.tusk.log.Operation;
import io.tusk.pipeline.Job;
import io.tusk.pipeline.JobChanges;
import io.tusk.pipeline.JobCounts;
import io.tusk.pipeline.JobId;
import io.tusk.pipeline.JobState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One process for a set of datums. */
@Timeout(value = 300, unit = TimeUnit.SECONDS)
final class DatumBatchingTest {
  private static final String NONCE =
      "86400." + ThreadLocalRandom.current().nextLong(1_000_000_000L, 10_000_000_000L);

  /** What a file says is done; {@code $n} counts the datums of a process. */
  private static final String SCRIPT =
      String.join(
          "\n",
          "n=0; root=${PFS_ROOT:-/pfs}; error=",
          "while ${NEXT:-tusk} next datum --error \"$error\"; do",
          "  . $root/.env; n=$((n + 1)); error=; name=$(basename $in)",
          "  echo $n $name $(ls $root/in) $PPS_PIPELINE_NAME > $root/out/$name",
          "  for i in 1 2 3 4 5; do echo $name $i; done; printf 'last of %s' $name",
          "  case $(cat $in) in",
          "    fail) error=\"no good:",
          "$name\" ;;",
          "    exit) exit 0 ;;",
          "    hang) sleep " + NONCE + " ;;",
          "    misuse) tusk list repo; echo code $? ;;",
          "  esac",
          "done");

  @TempDir private Path temp;
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

  private static void assumePossible(String isolation) {
    assumeThat(IsolationProbe.detect().effective(Isolation.parse(isolation))).isPresent();
  }

  private void put(String... contents) {
    Map<String, Optional<String>> files = new TreeMap<>();
    for (int i = 0; i < contents.length; i++) {
      files.put("/" + (char) ('a' + i), Optional.of(contents[i]));
    }
    fixture.put("in", files);
  }

  private void createPipeline(int set, String transform, String fields) {
    fixture.createPipeline(
        EngineFixture.shellSpec(
            SCRIPT,
            ",\"datum_batching\":true" + transform,
            ",\"parallelism_spec\":{\"constant\":1},\"datum_set_spec\":{\"number\":"
                + set
                + "}"
                + fields));
  }

  private Job run(String isolation) {
    List<Job> ended = fixture.run(isolation).ended();
    assertThat(ended).hasSize(1);
    assertThat(processes()).isEmpty();
    return ended.get(0);
  }

  private static List<String> processes() {
    return ProcessHandle.allProcesses()
        .flatMap(process -> process.info().commandLine().stream())
        .filter(line -> line.endsWith("sleep " + NONCE))
        .toList();
  }

  private List<String> log(Job job, String path) {
    return fixture.log(fixture.records(job).get(path));
  }

  private static List<String> printed(String name) {
    return List.of(
        name + " 1", name + " 2", name + " 3", name + " 4", name + " 5", "last of " + name);
  }

  @ParameterizedTest
  @ValueSource(strings = {"bubblewrap", "unshare", "none"})
  void oneProcessHandlesASet(String isolation) {
    assumePossible(isolation);
    put("x", "x", "x", "x", "misuse");
    createPipeline(3, ",\"env\":{\"NEXT\":\"pachctl\"}", "");

    Job job = run(isolation);

    assertThat(job.state()).as(job.reason()).isEqualTo(JobState.SUCCESS);
    assertThat(fixture.contents("p@master"))
        .isEqualTo(
            Map.of(
                "/a",
                "1 a a p\n",
                "/b",
                "2 b b p\n",
                "/c",
                "3 c c p\n",
                "/d",
                "1 d d p\n",
                "/e",
                "2 e e p\n"));
    for (String name : List.of("a", "b", "c", "d")) {
      assertThat(log(job, "/" + name)).isEqualTo(printed(name));
    }
    assertThat(log(job, "/e"))
        .contains("last of ein a datum there is: tusk next datum [--error MESSAGE]", "code 2");
  }

  @ParameterizedTest
  @ValueSource(strings = {"bubblewrap", "unshare", "none"})
  void whatFailsIsTriedAgainAndTheOthersGoOn(String isolation) {
    assumePossible(isolation);
    put("x", "fail", "exit", "hang", "x");
    createPipeline(10, "", ",\"datum_tries\":2,\"datum_timeout\":\"4s\"");

    Job job = run(isolation);

    assertThat(job.counts()).isEqualTo(new JobCounts(5, 2, 0, 0, 3));
    assertThat(log(job, "/b"))
        .filteredOn(line -> line.startsWith("tusk: "))
        .containsExactly(
            "tusk: the code reports an error: no good:",
            "tusk: b",
            "tusk: the code reports an error: no good:",
            "tusk: b",
            "tusk: gave up after 2 tries");
    String exited =
        "tusk: command \"sh\" ended with exit code 0 before it asked for the next datum";
    assertThat(log(job, "/c"))
        .filteredOn(line -> line.startsWith("tusk: "))
        .containsExactly(exited, exited, "tusk: gave up after 2 tries");
    String killed =
        "tusk: command \"sh\" was killed after 4.0 s, its time limit; raise datum_timeout or make it"
            + " faster";
    assertThat(log(job, "/d"))
        .filteredOn(line -> line.startsWith("tusk: "))
        .containsExactly(killed, killed, "tusk: gave up after 2 tries");
    assertThat(log(job, "/a")).isEqualTo(printed("a"));
    assertThat(log(job, "/e")).isEqualTo(printed("e"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"bubblewrap", "unshare", "none"})
  void itMayRunAsAnotherUser(String isolation) throws IOException {
    assumePossible(isolation);
    assumeThat(Files.getAttribute(Path.of("/proc/self"), "unix:uid")).isEqualTo(0);
    put("x", "fail");
    createPipeline(10, ",\"user\":\"4711\"", ",\"datum_tries\":1");

    assertThat(run(isolation).counts()).isEqualTo(new JobCounts(2, 1, 0, 0, 1));
  }

  @ParameterizedTest
  @ValueSource(strings = {"bubblewrap", "unshare", "none"})
  void theErrorCommandRecovers(String isolation) {
    assumePossible(isolation);
    put("fail", "exit", "x");
    createPipeline(
        10,
        ",\"err_cmd\":[\"sh\",\"-c\",\"echo recovers $(ls ${PFS_ROOT:-/pfs}/in) $PACH_DATUM_ID\"]",
        "");

    Job job = run(isolation);

    assertThat(job.state()).isEqualTo(JobState.SUCCESS);
    assertThat(job.counts()).isEqualTo(new JobCounts(3, 1, 0, 2, 0));
    assertThat(log(job, "/b")).contains("recovers b " + fixture.records(job).get("/b").id());
    assertThat(fixture.contents("p@master")).isEqualTo(Map.of("/c", "1 c c p\n"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"bubblewrap", "unshare", "none"})
  void aCommandThatNeverAsksFailsItsDatum(String isolation) {
    assumePossible(isolation);
    put("x");
    fixture.createPipeline(
        EngineFixture.shellSpec(
            "echo never; exit 7", ",\"datum_batching\":true", ",\"datum_tries\":1"));

    Job job = run(isolation);

    assertThat(job.state()).isEqualTo(JobState.FAILURE);
    assertThat(log(job, "/a"))
        .containsExactly(
            "never", "tusk: command \"sh\" ended with exit code 7 before it asked for a datum");
  }

  @ParameterizedTest
  @ValueSource(strings = {"bubblewrap", "unshare", "none"})
  void aStoppedJobEndsItsProcess(String isolation) throws Exception {
    assumePossible(isolation);
    put("x", "hang");
    createPipeline(10, "", "");
    JobId id = fixture.pending();
    Callable<Job> run = () -> run(isolation);
    Future<Job> running = threads.submit(run);
    while (processes().isEmpty()) {
      Thread.onSpinWait();
    }

    fixture.store.transact(new Operation("stop job", ""), tx -> JobChanges.stop(tx, id));
    Job job = running.get();

    assertThat(job.state()).isEqualTo(JobState.KILLED);
    assertThat(fixture.records(fixture.job(id))).containsOnlyKeys("/a");
  }

  @ParameterizedTest
  @ValueSource(strings = {"bubblewrap", "unshare"})
  void whatRunsBesideLeadsNobodyAstray(String isolation) throws IOException {
    assumePossible(isolation);
    Path kept = Files.writeString(temp.resolve("kept"), "kept");
    // Of so many files that putting them in place takes a while.
    Map<String, Optional<String>> files = new TreeMap<>();
    for (int i = 0; i < 800; i++) {
      files.put("/" + i % 2 + "/" + i, Optional.of("x"));
    }
    fixture.put("in", files);
    String script =
        "(while :; do ln -sfn "
            + kept
            + " /pfs/.env; done) > /dev/null 2>&1 &\n"
            + " while tusk next datum; do echo $((n += 1)) > /pfs/out/$n; done";
    fixture.createPipeline(
        EngineFixture.shellSpec(
            script,
            ",\"datum_batching\":true",
            ",\"datum_tries\":1,\"parallelism_spec\":{\"constant\":1},"
                + "\"datum_set_spec\":{\"number\":2}"));
    Job job = run(isolation);
    assertThat(job.state()).as(job.reason()).isEqualTo(JobState.SUCCESS);
    assertThat(fixture.contents("p@master")).hasSize(2);
    assertThat(kept).hasContent("kept");
  }
}
