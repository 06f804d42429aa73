/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.run;

import static io.tusk.error.Failures.assertFails;
import static org.assertj.core.api.Assertions.assertThat;

import io.tusk.error.ErrorCode;
import io.tusk.log.Operation;
import io.tusk.name.BranchName;
import io.tusk.name.CommitId;
import io.tusk.name.PipelineName;
import io.tusk.name.ProjectName;
import io.tusk.objects.EveryStore;
import io.tusk.pipeline.Job;
import io.tusk.pipeline.JobCatalog;
import io.tusk.pipeline.JobCounts;
import io.tusk.pipeline.JobId;
import io.tusk.pipeline.JobState;
import io.tusk.pipeline.Pipeline;
import io.tusk.pipeline.PipelineCatalog;
import io.tusk.pipeline.PipelineChanges;
import io.tusk.pipeline.PipelineChanges.Processed;
import io.tusk.pipeline.PipelineState;
import io.tusk.pipeline.SpecBatch;
import io.tusk.repo.Branch;
import io.tusk.spec.text.SpecText;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What settings and updates do to jobs and to what is processed. */
@EveryStore
final class UpdatesTest {
  private static final PipelineName UPPER = new PipelineName(ProjectName.DEFAULT, "upper");

  private final EngineFixture fixture = new EngineFixture();

  @BeforeEach
  void createRepo() {
    fixture.createRepo("in");
  }

  @AfterEach
  void checkStore() {
    fixture.close();
  }

  private static String upper(String fields) {
    return EngineFixture.javaSpec("upper", "in", "/*", UpperCase.class)
        .replaceFirst("}$", fields.replace('\'', '"') + "}");
  }

  private Job only(RunReport report) {
    assertThat(report.ended()).hasSize(1);
    return report.ended().get(0);
  }

  private static JobCounts counts(long total, long processed, long skipped) {
    return new JobCounts(total, processed, skipped, 0, 0);
  }

  private List<Job> jobs() {
    List<Job> jobs = new ArrayList<>();
    new JobCatalog(fixture.store.snapshot().catalog()).jobs(UPPER).forEachRemaining(jobs::add);
    return jobs;
  }

  private List<String> apply(String text, SpecBatch.Action action) {
    return fixture.store.transact(
        new Operation("create pipeline", ""),
        tx -> {
          SpecBatch batch =
              SpecBatch.read(new SpecText("export.json", text), ProjectName.DEFAULT, tx.catalog());
          return SpecBatch.apply(
              tx,
              batch.specs(),
              action,
              Processed.KEEP,
              spec ->
                  new PipelineChanges.Request(
                      spec.spec(),
                      spec.written(),
                      "random",
                      Optional.empty(),
                      SpecBatch.initialState(spec)));
        });
  }

  private Pipeline pipeline(String name) {
    return new PipelineCatalog(fixture.store.snapshot().catalog())
        .requirePipeline(new PipelineName(ProjectName.DEFAULT, name));
  }

  @Test
  void everyJobSkipsNothingThoughNothingChanged() {
    fixture.put("in", Map.of("/a", Optional.of("x"), "/b", Optional.of("y")));
    fixture.createPipeline(upper(",'reprocess_spec':'every_job'"));
    assertThat(only(fixture.run()).counts()).isEqualTo(counts(2, 2, 0));
    fixture.put("in", "/a", "x");

    RunReport report = fixture.run();

    assertThat(only(report).counts()).isEqualTo(counts(2, 2, 0));
    assertThat(report.runnersStarted()).isEqualTo(1);

    fixture.updatePipeline(upper(",'reprocess_spec':'until_success'"), Processed.KEEP);
    assertThat(only(fixture.run()).counts()).isEqualTo(counts(2, 0, 2));
  }

  @Test
  void theSaltOfTheSpecificationCountsAtCreation() {
    fixture.put("in", "/a", "x");
    fixture.createPipeline(upper(",'salt':'s1'"));
    String first = fixture.records(only(fixture.run())).get("/a").hash().toString();
    assertThat(pipeline("upper").salt()).isEqualTo("s1");

    fixture.updatePipeline(upper(",'salt':'s2'"), Processed.KEEP);

    Job kept = only(fixture.run());
    assertThat(kept.counts()).isEqualTo(counts(1, 0, 1));
    assertThat(fixture.records(kept).get("/a").hash()).hasToString(first);
    fixture.updatePipeline(upper(",'salt':'s1'"), Processed.REPROCESS);
    Job again = only(fixture.run());
    assertThat(again.counts()).isEqualTo(counts(1, 1, 0));
    assertThat(fixture.records(again).get("/a").hash().toString()).isNotEqualTo(first);
  }

  @Test
  void anotherOutputBranchFollowsTheInputsAndTheOldOneNoMore() {
    fixture.put("in", "/a", "x");
    fixture.createPipeline(upper(""));
    fixture.run();
    fixture.updatePipeline(upper(",'output_branch':'other'"), Processed.KEEP);
    assertThat(only(fixture.run()).counts()).isEqualTo(counts(1, 0, 1));
    fixture.put("in", "/b", "y");

    assertThat(only(fixture.run()).counts()).isEqualTo(counts(2, 1, 1));

    assertThat(fixture.contents("upper@other")).isEqualTo(Map.of("/a", "X", "/b", "Y"));
    assertThat(fixture.contents("upper@master")).isEqualTo(Map.of("/a", "X"));
    Branch old = fixture.store.snapshot().catalog().requireBranch(EngineFixture.master("upper"));
    assertThat(old.provenance()).isEmpty();
    assertThat(old.owner()).isEqualTo(Branch.Owner.USER);
    BranchName other = new BranchName(EngineFixture.repo("upper"), "other");
    assertThat(fixture.store.snapshot().catalog().requireBranch(other).provenance())
        .containsExactly(EngineFixture.master("in"));

    fixture.updatePipeline(upper(""), Processed.KEEP);
    assertThat(only(fixture.run()).counts()).as("back again").isEqualTo(counts(2, 0, 2));
    assertThat(fixture.contents("upper@master")).isEqualTo(Map.of("/a", "X", "/b", "Y"));
  }

  @Test
  void anUpdateKillsWhatIsNotFinishedAndMakesOneJob() {
    fixture.put("in", "/a", "x");
    fixture.createPipeline(upper(""));
    fixture.put("in", "/b", "y");
    fixture.put("in", "/c", "z");

    fixture.updatePipeline(upper(",'description':'new'"), Processed.KEEP);

    assertThat(jobs())
        .extracting(Job::state)
        .containsExactly(JobState.CREATED, JobState.KILLED, JobState.KILLED, JobState.KILLED);
    assertThat(jobs().get(1).reason()).isEqualTo("killed because the pipeline was updated");
    Job job = only(fixture.run());
    assertThat(job.version()).isEqualTo(2);
    assertThat(job.counts()).isEqualTo(counts(3, 3, 0));
  }

  @Test
  void severalSpecificationsMakeOneCommitSet() {
    fixture.put("in", "/a", "x");
    String first = upper("");
    String second = EngineFixture.javaSpec("all", "upper", "/", Concatenation.class);
    // The one that reads comes first in the text.
    assertThat(apply(second + first, SpecBatch.Action.CREATE)).isEmpty();

    List<Job> jobs = fixture.run().ended();

    assertThat(jobs).extracting(job -> job.id().pipeline().name()).containsExactly("upper", "all");
    assertThat(jobs)
        .extracting(job -> job.id().set())
        .hasSize(2)
        .containsOnly(jobs.get(0).id().set());
    apply("[" + second + "," + first + "]", SpecBatch.Action.UPDATE);
    jobs = fixture.run().ended();
    assertThat(jobs).extracting(Job::state).containsExactly(JobState.SUCCESS, JobState.SUCCESS);
    CommitId set = jobs.get(0).id().set();
    assertThat(jobs.get(1).id())
        .isEqualTo(new JobId(new PipelineName(ProjectName.DEFAULT, "all"), set));
    assertThat(pipeline("all").version()).isEqualTo(2);
  }

  @Test
  void aFailureInOneSpecificationLeavesNoneBehind() {
    String good = upper("");
    String bad = EngineFixture.javaSpec("all", "gone", "/", Concatenation.class);
    assertFails(
        ErrorCode.NOT_FOUND,
        "pipeline all reads repo gone, which does not exist; 'tusk create repo gone' makes it",
        () -> apply(good + bad, SpecBatch.Action.CREATE));
    assertThat(new PipelineCatalog(fixture.store.snapshot().catalog()).pipelines().hasNext())
        .isFalse();
  }

  /** Two pipelines of a cluster of 1.13, the one that reads the other's output first. */
  @Test
  void anExportOfVersion1IsCreatedInOneTransaction() {
    fixture.put("in", "/a", "x");
    String montage =
        """
        {
          "id": "6d1c1b6bb2c34a23bf9a6a7b1b6d0c55",
          "pipeline": {"name": "montage"},
          "version": "2",
          "transform": {"java": {"class": "%s"}},
          "parallelism_spec": {"constant": "1"},
          "created_at": "2021-03-02T17:04:19.283Z",
          "state": "PIPELINE_PAUSED",
          "stopped": true,
          "workers_requested": "1", "workers_available": "0",
          "job_counts": {"3": 12, "4": 1},
          "last_job_state": "JOB_SUCCESS",
          "output_branch": "master",
          "resource_requests": {"cpu": 0, "memory": "64M", "disk": "0"},
          "input": {"pfs": {"name": "edges", "repo": "edges", "branch": "master", "glob": "/"}},
          "cache_size": "64M",
          "enable_stats": true,
          "salt": "f2a1",
          "max_queue_size": "1",
          "chunk_spec": {},
          "datum_tries": "3",
          "spec_commit": {"repo": {"name": "__spec__"}, "id": "b0f4"}
        }
        """
            .formatted(Concatenation.class.getName());
    String edges =
        """
        {
          "id": "0d5b4e3f6f1a4df8b59de2c3f2ce8a11",
          "pipeline": {"name": "edges"},
          "version": "7",
          "transform": {"java": {"class": "%s"}, "build": {}},
          "parallelism_spec": {"constant": "2", "coefficient": 0.5},
          "created_at": "2021-03-02T17:01:02.913Z",
          "state": "PIPELINE_STANDBY",
          "workers_requested": "2",
          "job_counts": {"3": 40},
          "last_job_state": "JOB_SUCCESS",
          "output_branch": "master",
          "input": {"pfs": {"name": "in", "repo": "in", "branch": "master", "glob": "/*"}},
          "cache_size": "64M",
          "salt": "c0de",
          "reason": "",
          "standby": true,
          "github_hook_url": "",
          "spec_commit": {"repo": {"name": "__spec__"}, "id": "77aa"}
        }
        """
            .formatted(UpperCase.class.getName());

    assertThat(apply(montage + edges, SpecBatch.Action.CREATE)).isEmpty();

    assertThat(pipeline("edges").salt()).isEqualTo("c0de");
    assertThat(pipeline("edges").state()).isEqualTo(PipelineState.RUNNING);
    assertThat(pipeline("edges").version()).isEqualTo(1);
    assertThat(pipeline("montage").salt()).isEqualTo("f2a1");
    assertThat(pipeline("montage").state()).isEqualTo(PipelineState.PAUSED);
    assertThat(only(fixture.run()).id().pipeline().name()).isEqualTo("edges");
    assertThat(fixture.contents("edges@master")).isEqualTo(Map.of("/a", "X"));
    fixture.store.transact(
        new Operation("start pipeline", ""),
        tx -> {
          PipelineChanges.start(tx, pipeline("montage").name());
          return null;
        });
    fixture.run();
    assertThat(fixture.contents("montage@master")).isEqualTo(Map.of("/all", "/a=X;"));
  }

  /** As 2.12 prints it: with details, and what the user had written beside what was made of it. */
  @Test
  void anExportOfVersion2IsCreatedInOneTransaction() {
    fixture.put("in", "/a", "x");
    String export =
        """
        {
          "pipeline": {"project": {"name": "default"}, "name": "all"},
          "version": "1",
          "spec_commit": {"repo": {"name": "all", "type": "spec", "project": {"name": "default"}},
            "id": "1f0e2d3c4b5a69788796a5b4c3d2e1f0",
            "branch": {"repo": {"name": "all", "type": "spec"}, "name": "master"}},
          "stopped": true,
          "state": "PIPELINE_PAUSED",
          "last_job_state": "JOB_SUCCESS",
          "parallelism": "1",
          "type": "PIPELINE_TYPE_TRANSFORM",
          "details": {
            "transform": {"java": {"class": "%s"}},
            "parallelism_spec": {"constant": "1"},
            "created_at": "2024-11-05T09:31:44.108327Z",
            "output_branch": "master",
            "input": {"pfs": {"project": "default", "name": "upper", "repo": "upper",
              "repo_type": "user", "branch": "master", "glob": "/"}},
            "salt": "aaaa",
            "datum_tries": "3",
            "reprocess_spec": "until_success",
            "workers_requested": "1"
          },
          "user_spec_json": "{\\"pipeline\\": {\\"name\\": \\"all\\"}}",
          "effective_spec_json": "{\\"datumTries\\": \\"3\\"}"
        }
        {
          "pipeline": {"project": {"name": "default"}, "name": "upper"},
          "version": "4",
          "spec_commit": {"repo": {"name": "upper", "type": "spec"}, "id": "00ff"},
          "state": "PIPELINE_RUNNING",
          "last_job_state": "JOB_FAILURE",
          "parallelism": "3",
          "type": "PIPELINE_TYPE_TRANSFORM",
          "details": {
            "transform": {"java": {"class": "%s"}},
            "parallelism_spec": {"constant": "3"},
            "created_at": "2024-11-05T09:30:12.000000Z",
            "recent_error": "datum 3f failed",
            "workers_requested": "3", "workers_available": "3",
            "output_branch": "master",
            "input": {"pfs": {"project": "default", "name": "in", "repo": "in",
              "repo_type": "user", "branch": "master", "glob": "/*"}},
            "salt": "bbbb",
            "reason": "",
            "datum_tries": "2",
            "reprocess_spec": "until_success",
            "unclaimed_tasks": "4",
            "worker_rc": "{}",
            "workers_started_at": "2024-11-05T09:30:20Z"
          },
          "user_spec_json": "{}",
          "effective_spec_json": "{}"
        }
        """
            .formatted(Concatenation.class.getName(), UpperCase.class.getName());

    assertThat(apply(export, SpecBatch.Action.CREATE)).isEmpty();

    assertThat(pipeline("upper").salt()).isEqualTo("bbbb");
    assertThat(pipeline("all").salt()).isEqualTo("aaaa");
    assertThat(pipeline("all").state()).isEqualTo(PipelineState.PAUSED);
    assertThat(only(fixture.run()).id().pipeline()).isEqualTo(UPPER);
    PipelineCatalog pipelines = new PipelineCatalog(fixture.store.snapshot().catalog());
    assertThat(pipelines.requireVersion(UPPER, 1).spec().datumTries()).isEqualTo(2);
    assertThat(pipelines.requireVersion(UPPER, 1).written().text())
        .doesNotContain("recent_error", "worker_rc", "user_spec_json", "created_at")
        .contains("\"salt\":\"bbbb\"");
  }
}
