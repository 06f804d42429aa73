/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.tusk.engine.command.Isolation;
import io.tusk.engine.command.IsolationProbe;
import io.tusk.objects.EveryStore;
import io.tusk.pipeline.Job;
import io.tusk.pipeline.JobCounts;
import io.tusk.pipeline.JobState;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What of the datums' outputs comes into the output commit. */
@Timeout(value = 300, unit = TimeUnit.SECONDS)
@EveryStore
final class OutputRulesTest {
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

  private void createWriting() {
    fixture.createPipeline(EngineFixture.javaSpec("p", "in", "/*", Writing.class));
    fixture.runOne();
  }

  /** Puts files, whose datums write what they say, and runs the job. */
  private Job job(String... pathsAndContents) {
    Map<String, Optional<String>> files = new java.util.TreeMap<>();
    for (int i = 0; i < pathsAndContents.length; i += 2) {
      files.put(pathsAndContents[i], Optional.of(pathsAndContents[i + 1]));
    }
    fixture.put("in", files);
    return fixture.runOne();
  }

  private void succeeds(Job job, long total, long processed, long skipped) {
    assertThat(job.state()).as(job.reason()).isEqualTo(JobState.SUCCESS);
    assertThat(job.counts()).isEqualTo(new JobCounts(total, processed, skipped, 0, 0));
  }

  private void fails(Job job, String reason) {
    assertThat(job.reason()).isEqualTo(reason);
    assertThat(job.state()).isEqualTo(JobState.FAILURE);
    assertThat(job.counts().failed()).isZero();
  }

  private Map<String, String> output() {
    return fixture.contents("p@master");
  }

  private String id(Job job, String path) {
    return fixture.records(job).get(path).id().toString();
  }

  @Test
  void whatAChangedDatumWroteBeforeIsGone() {
    createWriting();
    succeeds(job("/a", "/x 1\n/y 2", "/b", "/z 3"), 2, 2, 0);
    succeeds(job("/a", "/y 4"), 2, 1, 1);
    assertThat(output()).isEqualTo(Map.of("/y", "4", "/z", "3"));
    succeeds(job("/a", ""), 2, 1, 1);
    assertThat(output()).isEqualTo(Map.of("/z", "3"));
  }

  @Test
  void twoDatumsThatWriteOnePathFailTheJobAndBothAreNamed() {
    createWriting();
    succeeds(job("/c", "/q 0"), 1, 1, 0);

    Job job = job("/a", "/p 1", "/b", "/p 1\n/r 2");

    fails(
        job,
        "path /p is written by two datums: "
            + id(job, "/b")
            + " (in@master:/b) and "
            + id(job, "/a")
            + " (in@master:/a); change the code, and update it with --reprocess, so that each path has one datum");
    assertThat(job.counts()).isEqualTo(new JobCounts(3, 2, 1, 0, 0));
    assertThat(output()).isEqualTo(Map.of("/q", "0"));

    succeeds(job("/b", "/s 2"), 3, 1, 2);
    assertThat(output()).as("mended").isEqualTo(Map.of("/p", "1", "/q", "0", "/s", "2"));
  }

  @Test
  void aSkippedDatumsPathIsTakenToo() {
    createWriting();
    Job first = job("/a", "/p 1");

    Job job = job("/b", "/p 2");

    fails(
        job,
        "path /p is written by two datums: "
            + id(job, "/b")
            + " (in@master:/b) and "
            + id(first, "/a")
            + "; change the code, and update it with --reprocess, so that each path has one datum");
    assertThat(output()).isEqualTo(Map.of("/p", "1"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "/p/q", "/p"})
  void aFileAgainstADirectoryFailsTheJob(String inherited) {
    createWriting();
    boolean fileIsNew = inherited.equals("/p/q");
    Job first = inherited.isEmpty() ? null : job("/a", inherited + " 1");

    Job job =
        first == null
            ? job("/a", "/p/q 1", "/b", "/p 2")
            : job("/b", fileIsNew ? "/p 2" : "/p/q 2");

    String remedy = "; change the code, and update it with --reprocess, so that it is one of them";
    String a = first == null ? id(job, "/a") + " (in@master:/a)" : id(first, "/a");
    String b = id(job, "/b") + " (in@master:/b)";
    String reason =
        switch (inherited) {
          case "" ->
              "path /p/q of datum " + a + " is a file and a directory: datum " + b + " writes /p";
          case "/p/q" ->
              "path /p of datum " + b + " is a file and a directory: datum " + a + " writes /p/q";
          default ->
              "path /p/q of datum " + b + " is a file and a directory: datum " + a + " writes /p";
        };
    fails(job, reason + remedy);
  }

  @Test
  void aPathMayGoFromOneDatumToAnotherWithinAJob() {
    createWriting();
    succeeds(job("/a", "/p 1\n/d/x 1", "/b", "/q 2\n/e 2"), 2, 2, 0);
    succeeds(job("/a", "/q 3\n/e/x 3", "/b", "/p 4\n/d 4"), 2, 2, 0);
    assertThat(output()).isEqualTo(Map.of("/p", "4", "/q", "3", "/d", "4", "/e/x", "3"));
    fixture.put("in", Map.of("/a", Optional.empty(), "/c", Optional.of("/q 5")));
    succeeds(fixture.runOne(), 2, 1, 1);
    assertThat(output()).isEqualTo(Map.of("/p", "4", "/q", "5", "/d", "4"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"bubblewrap", "unshare", "none"})
  void whatIsNotTheContentOfAFileIsNotStored(String isolation) {
    assumePossible(isolation);
    fixture.put("in", "/a", "x");
    String files = "cd " + PFS + "/out; mkdir -p d empty/too; echo 1 > d/x; echo 2 > y; ";
    fixture.createPipeline(EngineFixture.shellSpec(files, "", ""));
    fixture.createPipeline(
        EngineFixture.shellSpec(
                files + "chmod 700 d; chmod 4755 y; chmod 0 d/x; touch -d 2001-01-01 y", "", "")
            .replace("\"p\"", "\"q\""));

    assertThat(fixture.run(isolation).ended())
        .extracting(Job::state)
        .containsExactly(JobState.SUCCESS, JobState.SUCCESS);

    assertThat(output()).isEqualTo(Map.of("/d/x", "1\n", "/y", "2\n"));
    assertThat(fixture.files("q@master").hash()).isEqualTo(fixture.files("p@master").hash());
  }

  @ParameterizedTest
  @ValueSource(strings = {"bubblewrap", "unshare", "none"})
  void whatCannotBeStoredFailsItsDatumAlone(String isolation) {
    assumePossible(isolation);
    fixture.put(
        "in",
        Map.of(
            "/fifo", Optional.of("mkfifo out/x"),
            "/link", Optional.of("ln -s gone out/x"),
            "/name", Optional.of("touch \"out/a$(printf '\\001')b\""),
            "/fine", Optional.of("echo 1 > 'out/ü *?[x]{y}!(z)@+^ \\.txt'")));
    fixture.createPipeline(
        EngineFixture.shellSpec("cd " + PFS + "; . in/*", "", ",\"datum_tries\":1"));

    Job job = fixture.runOne(isolation);

    assertThat(job.state()).isEqualTo(JobState.FAILURE);
    assertThat(job.counts()).isEqualTo(new JobCounts(4, 1, 0, 0, 3));
    assertThat(fixture.log(fixture.records(job).get("/fifo")))
        .containsExactly(
            "tusk: output file \"/x\" is a device, socket or named pipe; write a regular file"
                + " instead");
    assertThat(fixture.log(fixture.records(job).get("/link")))
        .hasSize(1)
        .allMatch(line -> line.startsWith("tusk: output file \"/x\" is a link to \"gone\": "))
        .allMatch(line -> line.endsWith("/out/gone does not exist; remove it or copy the content"));
    assertThat(fixture.log(fixture.records(job).get("/name")))
        .containsExactly(
            "tusk: output of the command below \"/\": path \"/a?b\" holds the control character"
                + " U+0001; rename the file");
    assertThat(job.reason())
        .isEqualTo(
            "datum "
                + id(job, "/fifo")
                + " (in@master:/fifo) failed:\n"
                + "tusk: output file \"/x\" is a device, socket or named pipe; write a regular file"
                + " instead");

    fixture.put(
        "in",
        Map.of("/fifo", Optional.empty(), "/link", Optional.empty(), "/name", Optional.empty()));
    succeeds(fixture.runOne(isolation), 1, 0, 1);
    assertThat(output()).isEqualTo(Map.of("/ü *?[x]{y}!(z)@+^ \\.txt", "1\n"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"bubblewrap", "unshare", "none"})
  void linksStandForWhatTheyShow(String isolation) {
    assumePossible(isolation);
    fixture.put("in", Map.of("/d/a", Optional.of("1"), "/d/e/b", Optional.of("2")));
    fixture.createPipeline(
        EngineFixture.shellSpec(
            "cd "
                + PFS
                + "; ln -s ../in/d/a out/file; ln -s $PWD/in/d/e out/directory; echo 3 > out/own;"
                + " ln -s own out/mine; echo 4 > changed; ln -s ../changed out/elsewhere",
            "",
            ""));

    succeeds(fixture.runOne(isolation), 1, 1, 0);

    assertThat(output())
        .isEqualTo(
            Map.of(
                "/file",
                "1",
                "/directory/b",
                "2",
                "/own",
                "3\n",
                "/mine",
                "3\n",
                "/elsewhere",
                "4\n"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"outliers", "output", "out.d"})
  void anInputsNameMayBeginLikeTheOutput(String name) {
    fixture.createPipeline(
        EngineFixture.shellSpec("cp -r " + PFS + "/" + name + "/* " + PFS + "/out", "", "")
            .replace("\"repo\":", "\"name\":\"" + name + "\",\"repo\":"));
    fixture.runOne();
    succeeds(job("/a", "1", "/b", "2"), 2, 2, 0);
    succeeds(job("/a", "3"), 2, 1, 1);
    fixture.put("in", Map.of("/b", Optional.empty()));
    succeeds(fixture.runOne(), 1, 0, 1);
    assertThat(output()).isEqualTo(Map.of("/a", "3"));
  }
}
