/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.tusk.pipeline.Job;
import io.tusk.pipeline.JobCounts;
import io.tusk.pipeline.JobState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How the pipes of lazy inputs end: with stores that are away, time limits, stops and retries. */
final class LazyFilesLifeTest extends LazyFilesFixture {
  @Test
  void aStoreThatDoesNotAnswerFailsTheTry() {
    put(Map.of("/a", BIG));
    fixture.createPipeline(spec("cat $in > /pfs/out/a; true", "/*", "", ",\"datum_tries\":2"));
    objects.away = true;

    Job job = fixture.runOne();

    assertThat(job.counts()).isEqualTo(new JobCounts(1, 0, 0, 0, 1));
    String away =
        "tusk: lazy input file \"/pfs/in/a\" cannot be given to the code: the store is away";
    assertThat(log(job, "/a")).containsExactly(away, away, GAVE_UP);
    objects.away = false;
  }

  @ParameterizedTest
  @ValueSource(strings = {"bubblewrap", "unshare", "none"})
  void aTimeLimitEndsWhoReadsAndWhoDoesNot(String isolation) {
    assumePossible(isolation);
    putTree();
    String nonce = EngineFixture.nonce();
    fixture.createPipeline(
        spec(
            "cd " + PFS + "/in; exec 3< big; read -r line <&3; echo $line; sleep " + nonce,
            "/",
            "",
            ",\"datum_tries\":2,\"datum_timeout\":\"4s\""));

    Job job = fixture.runOne(isolation);

    assertThat(job.counts()).isEqualTo(new JobCounts(1, 0, 0, 0, 1));
    String line = BIG.substring(0, BIG.indexOf('\n'));
    String late =
        "tusk: command \"sh\" was killed after 4.0 s, its time limit; raise datum_timeout or make"
            + " it faster";
    assertThat(log(job, "/")).containsExactly(line, late, line, late, GAVE_UP);
    assertThat(EngineFixture.sleeping(nonce)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"bubblewrap", "unshare", "none"})
  void aJobThatIsStoppedLeavesNothing(String isolation) {
    assumePossible(isolation);
    putTree();
    String nonce = EngineFixture.nonce();
    fixture.createPipeline(
        spec(
            "cd " + PFS + "/in; exec 3< $(ls -d * | head -n 1); sleep " + nonce,
            "/{big,d}",
            "",
            ",\"job_timeout\":\"2s\""));

    assertThat(fixture.runOne(isolation).state()).isEqualTo(JobState.KILLED);
    assertThat(EngineFixture.sleeping(nonce)).isEmpty();
  }

  @Test
  void theErrorCommandReadsThemToo() {
    put(Map.of("/a", "content\n"));
    fixture.createPipeline(
        spec(
            "cat $in; exit 1",
            "/*",
            ",\"err_cmd\":[\"sh\",\"-c\",\"cat $in | tr a-z A-Z; test -p $in\"]",
            ""));

    Job job = fixture.runOne();

    assertThat(job.counts()).isEqualTo(new JobCounts(1, 0, 0, 1, 0));
    assertThat(log(job, "/a")).contains("content", "CONTENT");
  }

  @ParameterizedTest
  @ValueSource(strings = {"bubblewrap", "unshare", "none"})
  void oneProcessForManyDatumsReadsThem(String isolation) {
    assumePossible(isolation);
    put(Map.of("/a", "one\n", "/b", BIG, "/c", "three\n", "/d", "four\n"));
    fixture.createPipeline(
        spec(
            "while tusk next datum; do . "
                + PFS
                + "/.env; exec 3< $in; head -n 1 $in > "
                + PFS
                + "/out/$(basename $in); done",
            "/*",
            ",\"datum_batching\":true",
            ",\"datum_tries\":1,\"parallelism_spec\":{\"constant\":1},"
                + "\"datum_set_spec\":{\"number\":4}"));

    succeeds(isolation, 4);

    String line = BIG.substring(0, BIG.indexOf('\n') + 1);
    assertThat(output())
        .isEqualTo(Map.of("/a", "one\n", "/b", line, "/c", "three\n", "/d", "four\n"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"bubblewrap", "unshare", "none"})
  void anotherUserReadsThem(String isolation) throws IOException {
    assumePossible(isolation);
    assumeThat(Files.getAttribute(Path.of("/proc/self"), "unix:uid")).isEqualTo(0);
    put(Map.of("/d/a", "content\n"));
    fixture.createPipeline(
        spec(
            "cd " + PFS + "; cat in/d/a in/d/a > out/o; rm -r in",
            "/",
            ",\"user\":\"nobody\"",
            ",\"datum_tries\":1"));

    succeeds(isolation, 1);

    assertThat(output()).isEqualTo(Map.of("/o", "content\ncontent\n"));
  }
}
