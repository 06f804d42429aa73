/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.tusk.engine.inspect.DatumInfo;
import io.tusk.engine.inspect.JobDatums;
import io.tusk.objects.EveryStore;
import io.tusk.pipeline.Job;
import io.tusk.pipeline.JobId;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** In which state a job shows its datums, and which job it names. */
@Timeout(value = 300, unit = TimeUnit.SECONDS)
@EveryStore
final class DatumStatesTest {
  private final EngineFixture fixture = new EngineFixture();

  @BeforeEach
  void open() {
    fixture.createRepo("in");
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  /** A file is the exit code; the error command recovers what is called so. */
  private void create() {
    fixture.createPipeline(
        EngineFixture.shellSpec(
            "cp -r $PFS_ROOT/in/* $PFS_ROOT/out; exit $(cat $PFS_ROOT/in/*)",
            ",\"err_cmd\":[\"sh\",\"-c\",\"test -e $PFS_ROOT/in/recovered\"]",
            ",\"datum_tries\":1"));
  }

  /** Path to state and, for datums that other jobs ran, their number. */
  private Map<String, String> states(Job job, JobId... earlier) {
    Map<String, String> states = new TreeMap<>();
    new JobDatums(fixture.store)
        .list(job.id())
        .forEachRemaining(
            info -> states.put(info.paths().iterator().next().path().value(), text(info, earlier)));
    return states;
  }

  private static String text(DatumInfo info, JobId... earlier) {
    String ran = "";
    for (int i = 0; i < earlier.length; i++) {
      if (info.ranIn().equals(earlier[i])) {
        ran = " " + (i + 1);
      }
    }
    return info.state() + ran;
  }

  @Test
  void aSkippedDatumNamesTheJobThatRanIt() {
    fixture.put("in", Map.of("/a", Optional.of("0"), "/b", Optional.of("0")));
    create();
    Job first = fixture.runOne("none");
    assertThat(states(first)).isEqualTo(Map.of("/a", "SUCCESS", "/b", "SUCCESS"));
    fixture.put(
        "in",
        Map.of(
            "/b", Optional.of("00"),
            "/failed", Optional.of("1"),
            "/recovered", Optional.of("1")));
    Job second = fixture.runOne("none");
    assertThat(states(second, first.id()))
        .isEqualTo(
            Map.of(
                "/a",
                "SKIPPED 1",
                "/b",
                "SUCCESS",
                "/failed",
                "FAILED",
                "/recovered",
                "RECOVERED"));
    fixture.put("in", Map.of("/failed", Optional.of("0"), "/a", Optional.empty()));

    Job third = fixture.runOne("none");

    assertThat(states(third, first.id(), second.id()))
        .isEqualTo(Map.of("/b", "SKIPPED 2", "/failed", "SUCCESS", "/recovered", "RECOVERED"));
    assertThat(states(second, first.id())).as("as it was").containsEntry("/a", "SKIPPED 1");
    assertThat(fixture.contents("p@master")).isEqualTo(Map.of("/b", "00", "/failed", "0"));
    fixture.put("in", "/c", "0");
    Job fourth = fixture.runOne("none");
    assertThat(states(fourth, first.id(), second.id(), third.id()))
        .isEqualTo(
            Map.of(
                "/b", "SKIPPED 2",
                "/c", "SUCCESS",
                "/failed", "SKIPPED 3",
                "/recovered", "RECOVERED"));
  }

  @Test
  void aRecoveredOrFailedDatumTakesItsOldOutputAway() {
    fixture.put("in", Map.of("/recovered", Optional.of("0"), "/b", Optional.of("0")));
    create();
    fixture.runOne("none");
    assertThat(fixture.contents("p@master")).isEqualTo(Map.of("/recovered", "0", "/b", "0"));

    fixture.put("in", "/recovered", "1");
    assertThat(states(fixture.runOne("none"))).containsEntry("/recovered", "RECOVERED");
    assertThat(fixture.contents("p@master")).isEqualTo(Map.of("/b", "0"));

    fixture.put("in", "/b", "1");
    assertThat(states(fixture.runOne("none"))).containsEntry("/b", "FAILED");
    assertThat(fixture.contents("p@master")).as("the job failed").isEqualTo(Map.of("/b", "0"));
  }
}
