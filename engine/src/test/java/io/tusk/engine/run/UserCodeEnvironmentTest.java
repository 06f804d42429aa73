/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.run;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.tusk.engine.command.Isolation;
import io.tusk.engine.command.IsolationProbe;
import io.tusk.name.CommitId;
import io.tusk.pipeline.Job;
import io.tusk.pipeline.JobCounts;
import io.tusk.pipeline.JobState;
import io.tusk.transform.Datum;
import io.tusk.transform.DatumTransform;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The variables and files that user code finds, every one of them. */
@Timeout(value = 300, unit = TimeUnit.SECONDS)
final class UserCodeEnvironmentTest {
  private static final String PFS = "${PFS_ROOT:-/pfs}";

  private final EngineFixture fixture = new EngineFixture();

  @BeforeEach
  void open() {
    fixture.createRepo("in");
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  private static void assumePossible(String isolation) {
    assumeThat(IsolationProbe.detect().effective(Isolation.parse(isolation))).isPresent();
  }

  private static String shell(String script, String glob, String transform) {
    return EngineFixture.shellSpec(script, transform, ",\"datum_tries\":1")
        .replace("\"glob\":\"/*\"", "\"glob\":\"" + glob + "\"");
  }

  private Job succeeds(String isolation) {
    Job job = fixture.runOne(isolation);
    assertThat(job.state()).as(job.reason()).isEqualTo(JobState.SUCCESS);
    return job;
  }

  private List<String> output() {
    return fixture.contents("p@master").get("/o").lines().toList();
  }

  @ParameterizedTest
  @ValueSource(strings = {"bubblewrap", "unshare", "none"})
  void theseVariablesAndNoOthers(String isolation) {
    assumePossible(isolation);
    CommitId commit = fixture.put("in", "/d/a.txt", "x");
    // TUSK_COMMAND is how processes that a command leaves behind are found.
    fixture.createPipeline(
        shell(
            "env | grep -Ev '^(HOME|LANG|LC_ALL|PATH|PWD|OLDPWD|SHLVL|TZ|_|TUSK_COMMAND|PFS_ROOT|TMPDIR)='"
                + " | LC_ALL=C sort > "
                + PFS
                + "/out/o",
            "/*/*",
            ",\"env\":{\"MINE\":\"a  b=c\",\"EMPTY\":\"\"}"));

    Job job = succeeds(isolation);

    List<String> lines = output();
    assertThat(lines).hasSize(11);
    String pod = lines.get(7);
    assertThat(pod).matches("PPS_POD_NAME=\\S+-0");
    String path = lines.get(9);
    assertThat(path).matches("in=" + (isolation.equals("none") ? "/.+" : "") + "/pfs/in/d/a.txt");
    assertThat(lines)
        .containsExactly(
            "EMPTY=",
            "MINE=a  b=c",
            "PACH_DATUM_ID=" + fixture.records(job).get("/d/a.txt").id(),
            "PACH_IN_WORKER=true",
            "PACH_JOB_ID=" + job.id().set(),
            "PACH_OUTPUT_COMMIT_ID=" + job.id().set(),
            "PPS_PIPELINE_NAME=p",
            pod,
            "PPS_PROJECT_NAME=default",
            path,
            "in_COMMIT=" + commit);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/d/e/a.txt | /d/e/a.txt | ./in/d ./in/d/e ./in/d/e/a.txt",
        "/d/* | /d/e | ./in/d ./in/d/e ./in/d/e/a.txt ./in/d/e/b",
        "/d | /d | ./in/d ./in/d/e ./in/d/e/a.txt ./in/d/e/b",
        "/ | '' | ./in/d ./in/d/e ./in/d/e/a.txt ./in/d/e/b ./in/z"
      })
  void aDatumsFilesLieAtTheirPathsAndNothingElseDoes(String glob, String path, String found) {
    fixture.put(
        "in",
        Map.of("/d/e/a.txt", Optional.of("1"), "/d/e/b", Optional.of("2"), "/z", Optional.of("")));
    fixture.createPipeline(
        shell(
            "cd "
                + PFS
                + "; { echo $in; find . | LC_ALL=C sort; } > ${TMPDIR:-/tmp}/o; cp ${TMPDIR:-/tmp}/o out",
            glob,
            ""));

    succeeds("auto");

    assertThat(output().get(0)).endsWith("/pfs/in" + path);
    assertThat(String.join(" ", output().subList(1, output().size())))
        .isEqualTo(". ./.env ./in " + found + " ./out");
  }

  @ParameterizedTest
  @ValueSource(strings = {"bubblewrap", "unshare", "none"})
  void theFileOfVariablesHoldsThemOneALine(String isolation) {
    assumePossible(isolation);
    CommitId commit = fixture.put("in", "/a b", "x");
    fixture.createPipeline(
        shell(
            "cp " + PFS + "/.env " + PFS + "/out/o",
            "/*",
            ",\"env\":{\"Q\":\"it's\",\"P\":\"x\"}"));

    Job job = succeeds(isolation);

    List<String> lines = output();
    assertThat(lines.get(7)).startsWith("PPS_POD_NAME=");
    assertThat(lines.get(9)).startsWith("in='/").endsWith("/pfs/in/a b'");
    assertThat(lines)
        .containsExactly(
            "P=x",
            "Q='it'\\''s'",
            "PACH_JOB_ID=" + job.id().set(),
            "PACH_OUTPUT_COMMIT_ID=" + job.id().set(),
            "PACH_IN_WORKER=true",
            "PPS_PIPELINE_NAME=p",
            "PPS_PROJECT_NAME=default",
            lines.get(7),
            "PACH_DATUM_ID=" + fixture.records(job).get("/a b").id(),
            lines.get(9),
            "in_COMMIT=" + commit);
  }

  /** Writes its variables to a file named after the datum. */
  public static final class Variables implements DatumTransform {
    @Override
    public void process(Datum datum) throws IOException {
      Map<String, String> variables = new TreeMap<>(datum.environment());
      variables.keySet().removeIf(name -> !name.startsWith("PACH_DATUM_in"));
      String name = datum.files().iterator().next().path().value();
      try (OutputStream out = datum.create(name)) {
        out.write(variables.toString().getBytes(UTF_8));
      }
    }
  }

  @Test
  void joinAndGroupValuesAreVariablesWhereTheyAreNotEmpty() {
    fixture.put(
        "in",
        Map.of(
            "/a-1.txt", Optional.of(""), "/-2.txt", Optional.of(""), "/b-.txt", Optional.of("")));
    String keys = "\"join_on\":\"$1\",\"group_by\":\"${2}$2\",\"repo\":";
    String glob = "\"glob\":\"/(*)-(*).txt\"";
    fixture.createPipeline(
        EngineFixture.javaSpec("java", "in", "/*", Variables.class)
            .replace("\"glob\":\"/*\"", glob)
            .replace("\"repo\":", keys));
    fixture.createPipeline(
        EngineFixture.shellSpec(
                "echo ${PACH_DATUM_in_JOIN_ON-none} ${PACH_DATUM_in_GROUP_BY-none} > "
                    + PFS
                    + "/out/$(basename $in)",
                "",
                "")
            .replace("\"glob\":\"/*\"", glob)
            .replace("\"repo\":", keys));

    assertThat(fixture.run().ended())
        .extracting(Job::counts)
        .containsExactly(new JobCounts(3, 3, 0, 0, 0), new JobCounts(3, 3, 0, 0, 0));

    assertThat(fixture.contents("p@master"))
        .isEqualTo(Map.of("/a-1.txt", "a 11\n", "/-2.txt", "none 22\n", "/b-.txt", "b none\n"));
    assertThat(fixture.contents("java@master"))
        .isEqualTo(
            Map.of(
                "/a-1.txt", "{PACH_DATUM_in_GROUP_BY=11, PACH_DATUM_in_JOIN_ON=a}",
                "/-2.txt", "{PACH_DATUM_in_GROUP_BY=22}",
                "/b-.txt", "{PACH_DATUM_in_JOIN_ON=b}"));
  }

  @Test
  void aProcessOfManyDatumsFindsTheirVariablesInTheFileAlone() {
    fixture.put("in", "/a", "x");
    fixture.createPipeline(
        shell(
            "echo ${PACH_DATUM_ID-none} ${in-none} ${in_COMMIT-none} $MINE $PPS_PIPELINE_NAME;"
                + " tusk next datum; . "
                + PFS
                + "/.env; echo $PACH_DATUM_ID $(basename $in); tusk next datum",
            "/*",
            ",\"datum_batching\":true,\"env\":{\"MINE\":\"1\"}"));

    Job job = succeeds("auto");

    var record = fixture.records(job).get("/a");
    assertThat(fixture.log(record)).containsExactly("none none none 1 p", record.id() + " a");
  }
}
