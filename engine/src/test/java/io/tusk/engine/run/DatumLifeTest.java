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
import io.tusk.pipeline.PipelineChanges.Processed;
import io.tusk.transform.Datum;
import io.tusk.transform.DatumTransform;
import java.io.IOException;
import java.io.OutputStream;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tries, time limits, error commands: what a datum can go through. */
@Timeout(value = 300, unit = TimeUnit.SECONDS)
final class DatumLifeTest {
  private static final String IN = "$(find ${PFS_ROOT:-/pfs}/in -type f)";
  private static final String OUT = "${PFS_ROOT:-/pfs}/out";

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

  private static void assumePossible(String isolation) {
    assumeThat(IsolationProbe.detect().effective(Isolation.parse(isolation))).isPresent();
  }

  private Job run(String isolation) {
    List<Job> ended = fixture.run(isolation).ended();
    assertThat(ended).hasSize(1);
    return ended.get(0);
  }

  private static JobCounts counts(
      long total, long processed, long skipped, long recovered, long failed) {
    return new JobCounts(total, processed, skipped, recovered, failed);
  }

  /** Fails until it was tried as often as its file says. */
  public static final class Stubborn implements DatumTransform {
    static final AtomicInteger tries = new AtomicInteger();

    @Override
    public void process(Datum datum) throws Exception {
      int wanted =
          Integer.parseInt(datum.files().iterator().next().path().value().replaceAll("\\D", ""));
      int now = tries.incrementAndGet();
      if (now < wanted) {
        throw new IllegalStateException("this is try " + now);
      }
      try (OutputStream out = datum.create("tries")) {
        out.write('0' + now);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ",\"datum_tries\":0", ",\"datum_tries\":3"})
  void aDatumHasThreeTriesUnlessSaidOtherwise(String field) {
    String spec =
        EngineFixture.javaSpec("p", "in", "/*", Stubborn.class)
            .replace(",\"datum_tries\":1", field);
    fixture.put("in", "/3", "");
    fixture.createPipeline(spec);
    Stubborn.tries.set(0);

    Job job = run("auto");

    assertThat(job.state()).isEqualTo(JobState.SUCCESS);
    assertThat(fixture.contents("p@master")).isEqualTo(Map.of("/tries", "3"));
    assertThat(fixture.log(fixture.records(job).get("/3")))
        .filteredOn(line -> line.startsWith("tusk: "))
        .hasSize(2);

    fixture.put("in", Map.of("/3", Optional.empty(), "/4", Optional.of("")));
    Stubborn.tries.set(0);
    Job failed = run("auto");
    assertThat(failed.state()).isEqualTo(JobState.FAILURE);
    assertThat(failed.reason()).endsWith("tusk: gave up after 3 tries");
    assertThat(Stubborn.tries).hasValue(3);
  }

  @Test
  void aDatumHasAsManyTriesAsTheSpecificationSays() {
    for (int tries : new int[] {1, 2, 5}) {
      fixture.put("in", "/9", "content " + tries);
      String spec =
          EngineFixture.javaSpec("p", "in", "/*", Stubborn.class)
              .replace("\"datum_tries\":1", "\"datum_tries\":" + tries);
      Stubborn.tries.set(0);
      fixture.updatePipeline(spec, Processed.KEEP);

      assertThat(run("auto").counts()).isEqualTo(counts(1, 0, 0, 0, 1));

      assertThat(Stubborn.tries).hasValue(tries);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"bubblewrap", "unshare", "none"})
  void aTryThatTakesTooLongIsKilledWithAllThatItStarted(String isolation) {
    assumePossible(isolation);
    String nonce = EngineFixture.nonce();
    fixture.put("in", Map.of("/a", Optional.of("slow"), "/b", Optional.of("quick")));
    String script =
        "trap '' TERM INT HUP; if grep -q slow "
            + IN
            + "; then setsid sleep "
            + nonce
            + " & echo begun; sleep "
            + nonce
            + "; fi; echo done > "
            + OUT
            + "/b";
    fixture.createPipeline(
        EngineFixture.shellSpec(script, "", ",\"datum_timeout\":\"3s\",\"datum_tries\":2"));

    Job job = run(isolation);

    assertThat(job.state()).isEqualTo(JobState.FAILURE);
    assertThat(job.counts()).isEqualTo(counts(2, 1, 0, 0, 1));
    DatumRecord slow = fixture.records(job).get("/a");
    String killed =
        "tusk: command \"sh\" was killed after 3.0 s, its time limit; raise datum_timeout or make"
            + " it faster";
    // On a busy host the shell may not get so far.
    assertThat(fixture.log(slow))
        .filteredOn(line -> !line.equals("begun"))
        .containsExactly(killed, killed, "tusk: gave up after 2 tries");
    assertThat(slow.stats().process()).isGreaterThanOrEqualTo(Duration.ofSeconds(6));
    assertThat(EngineFixture.sleeping(nonce)).isEmpty();
  }

  /** Does not hear that it was told to end, and writes when it is ended. */
  public static final class Deaf implements DatumTransform {
    static final AtomicInteger wrote = new AtomicInteger();
    static volatile boolean released;
    static volatile String refusal = "";

    @Override
    public void process(Datum datum) throws IOException {
      if (datum.files().iterator().next().path().value().equals("/deaf")) {
        while (!released) {
          Thread.onSpinWait();
        }
        try (OutputStream out = datum.create("late")) {
          out.write('x');
          wrote.incrementAndGet();
        } catch (IOException e) {
          refusal = e.getMessage();
        }
        return;
      }
      try (OutputStream out = datum.create("quick")) {
        out.write('y');
      }
    }
  }

  @Test
  void javaCodeThatTakesTooLongIsGivenUp() {
    fixture.put("in", Map.of("/deaf", Optional.of("x"), "/quick", Optional.of("y")));
    fixture.createPipeline(
        EngineFixture.javaSpec("p", "in", "/*", Deaf.class)
            .replace("\"datum_tries\":1", "\"datum_tries\":1,\"datum_timeout\":\"5s\""));
    Deaf.released = false;
    Deaf.refusal = "";

    Job job = run("auto");

    Deaf.released = true;
    assertThat(job.counts()).isEqualTo(counts(2, 1, 0, 0, 1));
    assertThat(job.reason())
        .endsWith(
            "tusk: the code was ended after 5.0 s, its time limit; raise datum_timeout or make it"
                + " faster");
    while (Deaf.refusal.isEmpty()) {
      Thread.onSpinWait();
    }
    assertThat(Deaf.refusal)
        .isEqualTo(
            "datum "
                + fixture.records(job).get("/deaf").id()
                + " was ended; its outputs are not kept");
    assertThat(Deaf.wrote).hasValue(0);
  }

  @Test
  void acceptedExitCodesAreSuccess() {
    fixture.put("in", Map.of("/a", Optional.of("7"), "/b", Optional.of("8")));
    fixture.createPipeline(
        EngineFixture.shellSpec(
            "cp " + IN + " " + OUT + "; exit $(cat " + IN + ")",
            ",\"accept_return_code\":[7]",
            ""));

    Job job = run("auto");

    assertThat(job.counts()).isEqualTo(counts(2, 1, 0, 0, 1));
    assertThat(fixture.records(job).get("/a").state()).isEqualTo(DatumState.PROCESSED);
    assertThat(fixture.log(fixture.records(job).get("/b")))
        .anyMatch(line -> line.endsWith("command \"sh\" ended with exit code 8"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"bubblewrap", "unshare", "none"})
  void aRecoveredDatumHasNoOutputAndIsRunAgainByTheNextJob(String isolation) {
    assumePossible(isolation);
    fixture.put("in", Map.of("/bad", Optional.of("1"), "/good", Optional.of("0")));
    String recovery =
        ",\"err_cmd\":[\"sh\"],\"err_stdin\":[\"echo recovers $(basename "
            + IN
            + ")\",\"exit 5\"],\"accept_return_code\":[5]";
    fixture.createPipeline(
        EngineFixture.shellSpec(
            "echo tried; cp " + IN + " " + OUT + "; exit $(cat " + IN + ")", recovery, ""));

    Job job = run(isolation);

    assertThat(job.state()).isEqualTo(JobState.SUCCESS);
    assertThat(job.counts()).isEqualTo(counts(2, 1, 0, 1, 0));
    assertThat(fixture.contents("p@master")).isEqualTo(Map.of("/good", "0"));
    DatumRecord bad = fixture.records(job).get("/bad");
    assertThat(bad.state()).isEqualTo(DatumState.RECOVERED);
    assertThat(fixture.log(bad))
        .containsExactly(
            "tried",
            "tusk: command \"sh\" ended with exit code 1",
            "recovers bad",
            "tusk: the error command succeeded; the datum is recovered, without output");

    fixture.put("in", "/other", "0");
    assertThat(run(isolation).counts()).isEqualTo(counts(3, 1, 1, 1, 0));
    fixture.put("in", "/bad", "0");
    assertThat(run(isolation).counts()).isEqualTo(counts(3, 1, 2, 0, 0));
    assertThat(fixture.contents("p@master"))
        .isEqualTo(Map.of("/bad", "0", "/good", "0", "/other", "0"));
  }

  @Test
  void theErrorCommandHasATimeLimitOfItsOwn() {
    fixture.put("in", Map.of("/a", Optional.of("quick"), "/b", Optional.of("slow")));
    fixture.createPipeline(
        EngineFixture.shellSpec(
            "sleep 1000",
            ",\"err_cmd\":[\"sh\",\"-c\",\"sleep 0.3; if grep -q slow "
                + IN
                + "; then sleep 1000; fi\"]",
            ",\"datum_timeout\":\"5s\",\"datum_tries\":1"));

    Job job = run("auto");

    assertThat(job.state()).isEqualTo(JobState.FAILURE);
    assertThat(job.counts()).isEqualTo(counts(2, 0, 0, 1, 1));
    assertThat(fixture.records(job).get("/a").state()).isEqualTo(DatumState.RECOVERED);
    assertThat(fixture.log(fixture.records(job).get("/b")))
        .anyMatch(
            line ->
                line.endsWith(
                    "tusk: error command \"sh\" was killed after 5.0 s, its time limit; raise"
                        + " datum_timeout or make it faster"));
  }

  @Test
  void aDatumThatUsesTooMuchFailsAlone() {
    fixture.put(
        "in",
        Map.of("/forks", Optional.of("x"), "/hogs", Optional.of("x"), "/z", Optional.of("x")));
    String script =
        "case "
            + IN
            + " in *forks) for i in $(seq 60); do sleep 1000 & done; wait;;"
            + " *hogs) head -c 90000000 /dev/zero | tail -c 90000000 | sleep 1000;;"
            + " *) cp "
            + IN
            + " "
            + OUT
            + ";; esac";
    fixture.createPipeline(
        EngineFixture.shellSpec(
            script,
            "",
            ",\"datum_tries\":1,\"resource_limits\":{\"memory\":\"64Mi\",\"processes\":40}"));

    Job job = run("auto");

    assertThat(job.counts()).isEqualTo(counts(3, 1, 0, 0, 2));
    String raise = "; raise resource_limits or let it use less";
    assertThat(fixture.log(fixture.records(job).get("/forks")))
        .containsExactly(
            "tusk: command \"sh\" was ended because it reached its limit of 40 processes" + raise);
    assertThat(fixture.log(fixture.records(job).get("/hogs")))
        .containsExactly(
            "tusk: command \"sh\" was ended because it reached its memory limit of 64.0 MiB"
                + raise);
  }

  /** Says more than anybody reads. */
  public static final class Loud implements DatumTransform {
    @Override
    public void process(Datum datum) {
      throw new IllegalStateException("loud ".repeat(8 << 20));
    }
  }

  @Test
  void whatFailsLoudlyIsToldInShort() {
    fixture.put("in", "/1", "");
    String script =
        "i=0; while [ $i -lt 12 ]; do i=$((i+1)); printf '%015000d\\n' $i; done; exit 1";
    fixture.createPipeline(EngineFixture.shellSpec(script, "", ",\"datum_tries\":1"));
    Job job = run("auto");
    assertThat(job.state()).isEqualTo(JobState.FAILURE);
    assertThat(job.reason())
        .contains("\n" + "0".repeat(500) + " [14500 more characters left out]\n")
        .endsWith("tusk: command \"sh\" ended with exit code 1")
        .hasSizeLessThan(10_000);

    fixture.updatePipeline(
        EngineFixture.javaSpec("p", "in", "/*", Loud.class), Processed.REPROCESS);
    Job java = run("auto");
    assertThat(java.state()).isEqualTo(JobState.FAILURE);
    assertThat(java.reason()).contains(" more characters left out]").hasSizeLessThan(10_000);
  }
}
