/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.tusk.name.BranchName;
import io.tusk.name.PipelineName;
import io.tusk.name.ProjectName;
import io.tusk.name.RepoName;
import io.tusk.objects.EveryStore;
import io.tusk.pipeline.Job;
import io.tusk.pipeline.JobCounts;
import io.tusk.pipeline.JobState;
import io.tusk.pipeline.PipelineCatalog;
import io.tusk.repo.CommitRef;
import io.tusk.repo.RepoChanges;
import io.tusk.transform.Datum;
import io.tusk.transform.DatumTransform;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** That fields of a specification do what they say, as far as no other test is about them. */
@Timeout(value = 300, unit = TimeUnit.SECONDS)
@EveryStore
final class FieldEffectsTest {
  private static final ProjectName VISION = new ProjectName("vision");

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

  private void createVision(String repo) {
    fixture.change(
        tx -> {
          RepoChanges.createProject(tx, VISION, "");
          RepoChanges.create(tx, new RepoName(VISION, repo), "");
        });
  }

  private void runsWell(int total) {
    Job job = fixture.runOne();
    assertThat(job.state()).as(job.reason()).isEqualTo(JobState.SUCCESS);
    assertThat(job.counts()).isEqualTo(new JobCounts(total, total, 0, 0, 0));
  }

  private String output(String transform) {
    fixture.createPipeline(
        "pipeline: {name: p}\ninput: {pfs: {repo: in, glob: /}}\ntransform:\n"
            + transform.indent(2));
    runsWell(1);
    return fixture.contents("p@master").get("/o");
  }

  @Test
  void theCommandIsRunWithoutAShell() {
    assertThat(
            output(
                """
                cmd:
                - sh
                - -c
                - printf '%s\\n' "$0" "$@" > ${PFS_ROOT:-/pfs}/out/o
                - zero
                - 'a  b'
                - '*'
                - $HOME
                - ; exit 1
                - ''
                - "two\\nlines"
                """))
        .isEqualTo("zero\na  b\n*\n$HOME\n; exit 1\n\ntwo\nlines\n");
  }

  @ParameterizedTest
  @CsvSource({"'[a, \"\", \" b\", ü]', 'a;; b;ü;'", "[], ''", "'[\"\"]', ;", "'[\"x\\ny\"]', x;y;"})
  void standardInputIsTheLinesEachWithAnEnd(String lines, String read) {
    assertThat(output("cmd: [sh, -c, 'cat > ${PFS_ROOT:-/pfs}/out/o']\nstdin: " + lines))
        .isEqualTo(read.replace(';', '\n'));
  }

  @ParameterizedTest
  @CsvSource({"'', /", "'working_dir: /usr/bin', /usr/bin"})
  void theWorkingDirectoryIsTheRootUnlessGiven(String field, String expected) {
    assertThat(output("cmd: [sh, -c, 'pwd > ${PFS_ROOT:-/pfs}/out/o']\n" + field))
        .isEqualTo(expected + "\n");
  }

  @Test
  void aPipelineLivesInItsProjectAndReadsThere() {
    createVision("in");
    BranchName branch = new BranchName(new RepoName(VISION, "in"), "master");
    fixture.put(branch, Map.of("/b", Optional.of("y")));
    fixture.createPipeline(
        EngineFixture.javaSpec("p", "in", "/*", UpperCase.class)
            .replace("\"name\":\"p\"", "\"name\":\"p\",\"project\":{\"name\":\"vision\"}"));

    runsWell(1);

    CommitRef output = CommitRef.parse(VISION, "p@master");
    assertThat(fixture.contents(fixture.store.snapshot().resolver().readable(output).files()))
        .isEqualTo(Map.of("/b", "Y"));
    assertThat(fixture.store.snapshot().catalog().repo(EngineFixture.repo("p"))).isEmpty();
  }

  @Test
  void anInputIsReadUnderItsNameFromItsProjectRepositoryAndBranch() {
    createVision("raw");
    RepoName raw = new RepoName(VISION, "raw");
    fixture.put(new BranchName(raw, "master"), Map.of("/not", Optional.of("n")));
    fixture.put(new BranchName(raw, "dev"), Map.of("/d/a", Optional.of("1")));
    fixture.createPipeline(
        """
        pipeline: {name: p}
        input:
          pfs: {project: vision, repo: raw, repo_type: user, branch: dev, name: pics, glob: "/*"}
        transform: {cmd: [sh, -c, 'cd ${PFS_ROOT:-/pfs}; find pics -type f > out/o; cp -r pics out']}
        """);

    runsWell(1);

    assertThat(fixture.contents("p@master"))
        .isEqualTo(Map.of("/o", "pics/d/a\n", "/pics/d/a", "1"));
    fixture.put(new BranchName(raw, "master"), Map.of("/b", Optional.of("n")));
    assertThat(fixture.run().ended()).isEmpty();
  }

  @Test
  void theDescriptionIsKeptWithTheVersion() {
    fixture.createPipeline(
        EngineFixture.javaSpec("p", "in", "/*", UpperCase.class)
            .replaceFirst("}$", ",\"description\":\"Shouts.\"}"));
    runsWell(1);
    PipelineName name = new PipelineName(ProjectName.DEFAULT, "p");
    assertThat(
            new PipelineCatalog(fixture.store.snapshot().catalog())
                .requireVersion(name, 1)
                .spec()
                .description())
        .isEqualTo("Shouts.");
  }

  @Test
  void autoscalingChangesNothing() {
    fixture.createPipeline(
        EngineFixture.javaSpec("p", "in", "/*", UpperCase.class)
            .replaceFirst("}$", ",\"autoscaling\":true}"));
    runsWell(1);
    assertThat(fixture.contents("p@master")).isEqualTo(Map.of("/a", "X"));
  }

  /** Waits until as many run at once as should. */
  public static final class Crowd implements DatumTransform {
    static final AtomicInteger now = new AtomicInteger();
    static final AtomicInteger most = new AtomicInteger();
    static volatile CountDownLatch wanted = new CountDownLatch(0);

    @Override
    public void process(Datum datum) throws InterruptedException {
      most.accumulateAndGet(now.incrementAndGet(), Math::max);
      wanted.countDown();
      wanted.await();
      now.decrementAndGet();
    }
  }

  /** Two is how many slots the runner has. */
  @ParameterizedTest
  @CsvSource({
    "{},2",
    "{'constant':0},2",
    "{'constant':1},1",
    "{'constant':2},2",
    "{'constant':5},5"
  })
  void asManyDatumsRunAtOnceAsParallelismSays(String parallelism, int expected) {
    Map<String, Optional<String>> files = new TreeMap<>();
    for (int i = 10; i < 30; i++) {
      files.put("/" + i, Optional.of(""));
    }
    fixture.put("in", files);
    Crowd.wanted = new CountDownLatch(expected);
    Crowd.most.set(0);
    fixture.createPipeline(
        EngineFixture.javaSpec("p", "in", "/??", Crowd.class)
            .replaceFirst("}$", ",\"parallelism_spec\":" + parallelism.replace('\'', '"') + "}"));

    runsWell(20);

    assertThat(Crowd.most).hasValue(expected);
  }
}
