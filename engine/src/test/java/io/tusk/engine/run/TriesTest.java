/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.tusk.datum.DatumRecord;
import io.tusk.datum.DatumState;
import io.tusk.engine.command.Isolation;
import io.tusk.engine.command.IsolationProbe;
import io.tusk.pipeline.Job;
import io.tusk.pipeline.JobCounts;
import io.tusk.pipeline.JobState;
import io.tusk.transform.Datum;
import io.tusk.transform.DatumTransform;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What one try of a datum leaves to the next, and what comes after it. */
@Timeout(value = 300, unit = TimeUnit.SECONDS)
final class TriesTest {
  private static final String EXIT = "tusk: command \"sh\" ended with exit code 1";
  private static final String GAVE_UP = "tusk: gave up after 3 tries";

  @TempDir private Path temp;
  private final EngineFixture fixture = new EngineFixture();

  @BeforeEach
  void open() {
    fixture.createRepo("in");
    fixture.put("in", "/a", "x");
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  private static void assumePossible(String isolation) {
    assumeThat(IsolationProbe.detect().effective(Isolation.parse(isolation))).isPresent();
  }

  /** Sets {@code n} to how often this was run, over all tries. */
  private String counted(String name) {
    Path file = temp.resolve(name);
    return "echo >> " + file + "; n=$(wc -l < " + file + "); n=$((n)); ";
  }

  private List<String> log(Job job) {
    return fixture.log(fixture.records(job).get("/a"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ",\"datum_batching\":true"})
  void aFileThatNoHostCanShowFailsItsDatumAlone(String transform) {
    String name = "é".repeat(128);
    fixture.put("in", Map.of("/b/c", Optional.of("y"), "/d/" + name, Optional.of("z")));
    fixture.createPipeline(
        EngineFixture.shellSpec(
            transform.isEmpty()
                ? "echo ok > /pfs/out/$(basename $in)"
                : "while tusk next datum; do . /pfs/.env; echo ok > /pfs/out/$(basename $in); done",
            transform,
            ",\"datum_set_spec\":{\"number\":3}"));

    Job job = fixture.runOne();

    assertThat(job.state()).isEqualTo(JobState.FAILURE);
    assertThat(job.counts()).isEqualTo(new JobCounts(3, 2, 0, 0, 1));
    String problem =
        "tusk: file /d/"
            + "é".repeat(57)
            + "... of input in cannot be shown to a command: a name in its path has 256 bytes, and 255"
            + " are possible; rename the file, narrow the glob, or use Java code";
    assertThat(fixture.log(fixture.records(job).get("/d")))
        .containsExactly(problem, problem, problem, GAVE_UP);
  }

  @ParameterizedTest
  @ValueSource(strings = {"bubblewrap", "unshare", "none"})
  void eachTryBeginsWithItsInputsAndWithoutOutput(String isolation) {
    assumePossible(isolation);
    fixture.createPipeline(
        EngineFixture.shellSpec(
            "cd ${PFS_ROOT:-/pfs}; ls in; cat in/a; echo; ls out; echo changed > in/a; mkdir in/b;"
                + " echo left > out/left; rm .env; exit 1",
            "",
            ""));

    Job job = fixture.runOne(isolation);

    assertThat(job.counts()).isEqualTo(new JobCounts(1, 0, 0, 0, 1));
    assertThat(log(job)).containsExactly("a", "x", EXIT, "a", "x", EXIT, "a", "x", EXIT, GAVE_UP);
    assertThat(fixture.records(job).get("/a").outputs().files()).isZero();
  }

  @Test
  void onlyWhatTheLastTryWroteIsOutput() {
    fixture.createPipeline(
        EngineFixture.shellSpec(
            counted("tries") + "echo $n > $PFS_ROOT/out/try$n; test $n -ge 3", "", ""));

    assertThat(fixture.runOne("none").counts()).isEqualTo(new JobCounts(1, 1, 0, 0, 0));

    assertThat(fixture.contents("p@master")).isEqualTo(Map.of("/try3", "3\n"));
  }

  /** Writes a file of its own in each try, and fails until the third. */
  public static final class Third implements DatumTransform {
    static final AtomicInteger tries = new AtomicInteger();

    @Override
    public void process(Datum datum) throws IOException {
      int number = tries.incrementAndGet();
      try (OutputStream out = datum.create("try" + number)) {
        out.write('0' + number);
      }
      if (number < 3) {
        throw new IOException("not yet");
      }
    }
  }

  @Test
  void onlyWhatTheLastTryOfJavaCodeWroteIsOutput() {
    Third.tries.set(0);
    fixture.createPipeline(
        EngineFixture.javaSpec("p", "in", "/*", Third.class)
            .replace("\"datum_tries\":1", "\"datum_tries\":3"));
    assertThat(fixture.runOne().counts()).isEqualTo(new JobCounts(1, 1, 0, 0, 0));
    assertThat(fixture.contents("p@master")).isEqualTo(Map.of("/try3", "3"));
  }

  @Test
  void outputThatCannotBeStoredIsAFailedTry() {
    fixture.createPipeline(
        EngineFixture.shellSpec(
            counted("tries") + "cd $PFS_ROOT/out; echo $n > x; test $n -ge 3 || mkfifo fifo$n",
            "",
            ""));

    Job job = fixture.runOne("none");

    assertThat(job.state()).isEqualTo(JobState.SUCCESS);
    String problem = "\" is a device, socket or named pipe; write a regular file instead";
    assertThat(log(job))
        .containsExactly(
            "tusk: output file \"/fifo1" + problem, "tusk: output file \"/fifo2" + problem);
    assertThat(fixture.contents("p@master")).isEqualTo(Map.of("/x", "3\n"));
  }

  @Test
  void theErrorCommandRunsAfterEveryFailedTryUntilItSucceeds() {
    fixture.createPipeline(
        EngineFixture.shellSpec(
            counted("tries") + "echo try $n; exit 1",
            ",\"err_cmd\":[\"sh\"],\"err_stdin\":[\""
                + counted("errors")
                + "\",\"echo error $n $(basename $in)\",\"test $n -ge 2\"]",
            ",\"datum_tries\":5"));

    Job job = fixture.runOne("none");

    assertThat(job.state()).isEqualTo(JobState.SUCCESS);
    assertThat(job.counts()).isEqualTo(new JobCounts(1, 0, 0, 1, 0));
    assertThat(log(job))
        .containsExactly(
            "try 1",
            EXIT,
            "error 1 a",
            "tusk: error command \"sh\" ended with exit code 1",
            "try 2",
            EXIT,
            "error 2 a",
            "tusk: the error command succeeded; the datum is recovered, without output");
  }

  @Test
  void anErrorCommandThatFailsLeavesTheDatumFailed() {
    fixture.createPipeline(
        EngineFixture.shellSpec("exit 1", ",\"err_cmd\":[\"false\"]", ",\"datum_tries\":2"));

    Job job = fixture.runOne("none");

    assertThat(job.counts()).isEqualTo(new JobCounts(1, 0, 0, 0, 1));
    String error = "tusk: error command \"false\" ended with exit code 1";
    assertThat(log(job)).containsExactly(EXIT, error, EXIT, error, "tusk: gave up after 2 tries");
  }

  @Test
  void aTryThatSucceedsAfterFailedOnesNeedsNoErrorCommand() {
    fixture.createPipeline(
        EngineFixture.shellSpec(
            counted("tries") + "echo $n > $PFS_ROOT/out/o; test $n -ge 2",
            ",\"err_cmd\":[\"false\"]",
            ""));

    Job job = fixture.runOne("none");

    DatumRecord record = fixture.records(job).get("/a");
    assertThat(record.state()).isEqualTo(DatumState.PROCESSED);
    assertThat(fixture.contents("p@master")).isEqualTo(Map.of("/o", "2\n"));
    fixture.put("in", "/b", "y");
    assertThat(fixture.runOne("none").counts()).isEqualTo(new JobCounts(2, 1, 1, 0, 0));
  }

  @Test
  void theTimeLimitIsThatOfEachTry() {
    fixture.createPipeline(
        EngineFixture.shellSpec(
            counted("tries") + "test $n -ge 2 || sleep 1000; cp $in $PFS_ROOT/out",
            "",
            ",\"datum_timeout\":\"6s\""));

    Job job = fixture.runOne("none");

    assertThat(job.counts()).as(job.reason()).isEqualTo(new JobCounts(1, 1, 0, 0, 0));
    String killed =
        "tusk: command \"sh\" was killed after 6.0 s, its time limit; raise datum_timeout or make it"
            + " faster";
    assertThat(log(job)).containsExactly(killed);
    assertThat(fixture.records(job).get("/a").stats().process())
        .as("all tries")
        .isGreaterThan(Duration.ofSeconds(6));
  }
}
