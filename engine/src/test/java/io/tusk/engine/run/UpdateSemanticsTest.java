/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.run;

import static io.tusk.error.Failures.assertFails;
import static org.assertj.core.api.Assertions.assertThat;

import io.tusk.error.ErrorCode;
import io.tusk.log.Operation;
import io.tusk.name.CommitId;
import io.tusk.name.PipelineName;
import io.tusk.name.ProjectName;
import io.tusk.objects.EveryStore;
import io.tusk.pipeline.Job;
import io.tusk.pipeline.JobCatalog;
import io.tusk.pipeline.JobCounts;
import io.tusk.pipeline.JobState;
import io.tusk.pipeline.Pipeline;
import io.tusk.pipeline.PipelineCatalog;
import io.tusk.pipeline.PipelineChanges;
import io.tusk.pipeline.PipelineChanges.Processed;
import io.tusk.pipeline.PipelineRemoval;
import io.tusk.pipeline.SpecBatch;
import io.tusk.spec.text.SpecText;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What creating and updating a pipeline makes of what is processed. */
@EveryStore
final class UpdateSemanticsTest {
  private static final PipelineName P = name("p");

  private final EngineFixture fixture = new EngineFixture();

  @BeforeEach
  void open() {
    fixture.createRepo("in");
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  private static PipelineName name(String name) {
    return new PipelineName(ProjectName.DEFAULT, name);
  }

  private static String spec(String glob, Class<?> code) {
    return EngineFixture.javaSpec("p", "in", glob, code);
  }

  private static String upper() {
    return spec("/*", UpperCase.class);
  }

  private void update(String spec) {
    fixture.updatePipeline(spec, Processed.KEEP);
  }

  private Job runs(long total, long processed, long skipped) {
    Job job = fixture.runOne();
    assertThat(job.state()).as(job.reason()).isEqualTo(JobState.SUCCESS);
    assertThat(job.counts()).isEqualTo(new JobCounts(total, processed, skipped, 0, 0));
    return job;
  }

  private Pipeline pipeline(String name) {
    return new PipelineCatalog(fixture.store.snapshot().catalog()).requirePipeline(name(name));
  }

  private List<Job> jobs() {
    List<Job> jobs = new ArrayList<>();
    new JobCatalog(fixture.store.snapshot().catalog()).jobs(P).forEachRemaining(jobs::add);
    return jobs;
  }

  private Map<String, String> output() {
    return fixture.contents("p@master");
  }

  private static Map<String, Optional<String>> files(String... pathsAndContents) {
    Map<String, Optional<String>> files = new java.util.TreeMap<>();
    for (int i = 0; i < pathsAndContents.length; i += 2) {
      files.put(pathsAndContents[i], Optional.of(pathsAndContents[i + 1]));
    }
    return files;
  }

  @Test
  void aNewPipelineHasOneJobOfWhatItsInputHolds() {
    fixture.put("in", "/a", "x");
    fixture.put("in", "/b", "y");
    fixture.put("in", "/b", "z");

    fixture.createPipeline(upper());

    assertThat(pipeline("p").version()).isEqualTo(1);
    assertThat(jobs()).hasSize(1);
    assertThat(runs(2, 2, 0).version()).isEqualTo(1);
    assertThat(output()).isEqualTo(Map.of("/a", "X", "/b", "Z"));
    assertThat(
            fixture
                .store
                .snapshot()
                .catalog()
                .requireBranch(EngineFixture.master("p"))
                .provenance())
        .containsExactly(EngineFixture.master("in"));
  }

  @Test
  void anUpdateOfWhatDoesNotExistCreatesIt() {
    fixture.put("in", "/a", "x");
    update(upper());
    assertThat(pipeline("p").version()).isEqualTo(1);
    runs(1, 1, 0);
  }

  @Test
  void anUpdateAlwaysMakesAVersionAndAJob() {
    fixture.put("in", "/a", "x");
    fixture.createPipeline(upper());
    CommitId first = runs(1, 1, 0).id().set();

    update(upper());

    assertThat(pipeline("p").version()).isEqualTo(2);
    RunReport report = fixture.run();
    assertThat(report.runnersStarted()).isZero();
    assertThat(report.ended()).hasSize(1);
    Job second = report.ended().get(0);
    assertThat(second.version()).isEqualTo(2);
    assertThat(second.counts()).isEqualTo(new JobCounts(1, 0, 1, 0, 0));
    assertThat(second.id().set()).isNotEqualTo(first);
    assertThat(fixture.contents("p@" + first)).isEqualTo(fixture.contents("p@master"));
  }

  @Test
  void codeAloneRunsNothingAgain() {
    fixture.put("in", files("/a", "x", "/b", "y"));
    fixture.createPipeline(upper());
    runs(2, 2, 0);
    String other =
        """
        pipeline: {name: p}
        description: other
        input: {pfs: {repo: in, glob: "/*"}}
        transform:
          image: other:1
          cmd: [sh, -c, 'echo other > ${PFS_ROOT:-/pfs}/out/$(basename $in)']
          stdin: [a]
          err_cmd: [sh]
          err_stdin: [b]
          env: {A: b}
          accept_return_code: [1]
          working_dir: /usr
          memory_volume: true
          dockerfile: d
          debug: true
        parallelism_spec: {constant: 7}
        datum_set_spec: {number: 1}
        datum_tries: 2
        datum_timeout: 60s
        job_timeout: 1h
        resource_limits: {memory: 1Gi, processes: 99}
        """;

    update(other);

    runs(2, 0, 2);
    assertThat(output()).isEqualTo(Map.of("/a", "X", "/b", "Y"));
    fixture.put("in", files("/b", "z", "/c", "w"));
    runs(3, 2, 1);
    assertThat(output()).isEqualTo(Map.of("/a", "X", "/b", "other\n", "/c", "other\n"));
  }

  @Test
  void reprocessingRunsEverythingOnceAndThenOnlyWhatIsNew() {
    fixture.put("in", files("/a", "x", "/b", "y"));
    fixture.createPipeline(upper());
    CommitId old = runs(2, 2, 0).id().set();
    fixture.put("in", "/b", "z");
    CommitId newer = runs(2, 1, 1).id().set();
    String salt = pipeline("p").salt();

    fixture.updatePipeline(spec("/*", Louder.class), Processed.REPROCESS);

    assertThat(pipeline("p").salt()).matches("[0-9a-f]{32}").isNotEqualTo(salt);
    runs(2, 2, 0);
    fixture.put("in", "/c", "w");
    runs(3, 1, 2);
    update(upper());
    runs(3, 0, 3);
    assertThat(output()).isEqualTo(Map.of("/a", "x!!", "/b", "z!!", "/c", "w!!"));
    assertThat(fixture.contents("p@" + old)).isEqualTo(Map.of("/a", "X", "/b", "Y"));
    assertThat(fixture.contents("p@" + newer)).isEqualTo(Map.of("/a", "X", "/b", "Z"));
  }

  @Test
  void anUpdateAfterAFailureStartsFromTheLastGoodCommit() {
    fixture.put("in", "/a", "x");
    fixture.createPipeline(upper());
    runs(1, 1, 0);
    fixture.put("in", files("/b", "y", "/c", "fail"));
    assertThat(fixture.runOne().counts()).isEqualTo(new JobCounts(3, 1, 1, 0, 1));

    update(spec("/*", Louder.class));

    runs(3, 1, 2);
    assertThat(output()).isEqualTo(Map.of("/a", "X", "/b", "Y", "/c", "fail!!"));
  }

  @Test
  void codeThatWroteOnePathTwiceIsMendedByReprocessing() {
    fixture.put("in", files("/a", "x", "/b", "y"));
    fixture.createPipeline(spec("/*", Concatenation.class));
    Job clash = fixture.runOne();
    assertThat(clash.state()).isEqualTo(JobState.FAILURE);

    update(upper());
    assertThat(fixture.runOne().reason()).as("results are kept").isEqualTo(clash.reason());

    fixture.updatePipeline(upper(), Processed.REPROCESS);
    runs(2, 2, 0);
    assertThat(output()).isEqualTo(Map.of("/a", "X", "/b", "Y"));
  }

  @Test
  void aPipelineThatIsMadeAgainKnowsNothingOfItsFormerResults() {
    String salted = upper().replaceFirst("}$", ",\"salt\":\"s\"}");
    fixture.put("in", "/a", "x");
    fixture.createPipeline(salted);
    String hash = fixture.records(runs(1, 1, 0)).get("/a").hash().toString();

    fixture.change(tx -> PipelineRemoval.delete(tx, P));

    fixture.createPipeline(salted);
    assertThat(pipeline("p").version()).isEqualTo(1);
    assertThat(fixture.records(runs(1, 1, 0)).get("/a").hash()).hasToString(hash);
  }

  @Test
  void aNameIsTakenByOnePipeline() {
    fixture.createPipeline(upper());
    assertFails(
        ErrorCode.CONFLICT,
        "pipeline p exists already; 'tusk update pipeline' changes it",
        () -> fixture.createPipeline(upper()));
    assertFails(
        ErrorCode.CONFLICT,
        "pipeline in cannot be created: its output needs repo in, which exists already; choose"
            + " another name or delete the repo",
        () -> fixture.createPipeline(EngineFixture.javaSpec("in", "p", "/*", UpperCase.class)));
  }

  @Test
  void pipelinesDoNotFollowEachOtherInACircle() {
    fixture.createPipeline(upper());
    fixture.createPipeline(EngineFixture.javaSpec("q", "p", "/*", UpperCase.class));
    assertFails(
        ErrorCode.CONFLICT,
        "branch p@master cannot follow branch q@master: that one follows p@master already, directly"
            + " or through others",
        () -> update(EngineFixture.javaSpec("p", "q", "/*", UpperCase.class)));
    assertThat(pipeline("p").version()).isEqualTo(1);
  }

  private void apply(String text, SpecBatch.Action action) {
    fixture.store.transact(
        new Operation("create pipeline", ""),
        tx -> {
          SpecBatch batch =
              SpecBatch.read(new SpecText("specs", text), ProjectName.DEFAULT, tx.catalog());
          return SpecBatch.apply(
              tx,
              batch.specs(),
              action,
              Processed.KEEP,
              spec ->
                  new PipelineChanges.Request(
                      spec.spec(), fixture.store.host().randomId(), Optional.empty()));
        });
  }

  @Test
  void switchesInASpecificationHoldForThatOneAlone() {
    fixture.put("in", "/a", "x");
    String p = upper();
    String q = p.replace("\"p\"", "\"q\"");
    apply(p, SpecBatch.Action.CREATE);
    runs(1, 1, 0);

    String update = "\"update\":true,\"pipeline\"";
    String reprocess = "\"reprocess\":true,";
    assertFails(
        ErrorCode.CONFLICT,
        "pipeline p exists already; 'tusk update pipeline' changes it",
        () -> apply(q.replace("\"pipeline\"", update) + p, SpecBatch.Action.CREATE));
    apply(p.replace("\"pipeline\"", update) + q, SpecBatch.Action.CREATE);
    assertThat(pipeline("p").version()).isEqualTo(2);
    assertThat(pipeline("q").version()).isEqualTo(1);
    assertThat(fixture.run().ended()).hasSize(2);

    apply(p.replace("\"pipeline\"", reprocess + "\"pipeline\"") + q, SpecBatch.Action.UPDATE);
    assertThat(fixture.run().ended())
        .extracting(job -> job.id().pipeline().name() + " " + job.counts().processed())
        .containsExactlyInAnyOrder("p 1", "q 0");
    apply(
        p.replace("\"pipeline\"", reprocess + update) + q.replace("\"pipeline\"", update),
        SpecBatch.Action.CREATE);
    assertThat(fixture.run().ended())
        .extracting(job -> job.id().pipeline().name() + " " + job.counts().processed())
        .containsExactlyInAnyOrder("p 1", "q 0");
  }
}
