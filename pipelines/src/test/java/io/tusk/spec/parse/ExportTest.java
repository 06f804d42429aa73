/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.spec.parse;

import static org.assertj.core.api.Assertions.assertThat;

import io.tusk.spec.PipelineSpec;
import io.tusk.spec.text.SpecProblem;
import org.junit.jupiter.api.Test;

/** What {@code pachctl list pipeline --raw} prints is read as specifications. */
final class ExportTest {
  @Test
  void ofVersion1() {
    SpecFile file =
        Specs.parse(
            """
            {
              "id": "5a8d", "pipeline": {"name": "edges"}, "version": "3",
              "transform": {"image": "i:1", "cmd": ["python3", "/e.py"]},
              "parallelism_spec": {"constant": "1"},
              "created_at": "2020-07-20T22:13:03.1Z", "state": "PIPELINE_PAUSED",
              "stopped": true, "job_counts": {"3": 1}, "last_job_state": "JOB_SUCCESS",
              "output_branch": "master", "recent_error": "x", "workers_requested": "1",
              "input": {"pfs": {"name": "images", "repo": "images", "branch": "master",
                "glob": "/*"}},
              "cache_size": "64M", "salt": "d3b0", "reason": "r", "standby": true,
              "chunk_spec": {"number": "2"}, "datum_tries": "3", "max_queue_size": "1",
              "spec_commit": {"repo": {"name": "__spec__"}, "id": "90ab"}, "worker_rc": "5"
            }
            """);
    assertThat(file.problems().stream().map(SpecProblem::toString))
        .containsExactly(
            "f:10:3: warning: cache_size is ignored: Tusk has no such setting",
            "f:10:55: warning: standby is the old name of autoscaling; rename it",
            "f:11:3: warning: chunk_spec is the old name of datum_set_spec; rename it",
            "f:11:54: warning: max_queue_size is ignored: Tusk has no such setting");
    ParsedSpec parsed = file.requireValid().get(0);
    assertThat(parsed.switches().stopped()).isTrue();
    assertThat(SpecJson.write(parsed.spec()))
        .isEqualTo(
            "{'pipeline':{'project':{'name':'default'},'name':'edges'},'transform':{'image':'i:1',"
                    .replace('\'', '"')
                + ("'cmd':['python3','/e.py']},'parallelism_spec':{'constant':1},"
                        + "'output_branch':'master','input':{'pfs':{'project':'default',"
                        + "'name':'images','repo':'images','branch':'master','glob':'/*'}},"
                        + "'reprocess_spec':'until_success','datum_set_spec':{'number':2},"
                        + "'salt':'d3b0','datum_tries':3,'autoscaling':true}")
                    .replace('\'', '"'));
  }

  @Test
  void ofVersion2() {
    SpecFile file =
        Specs.parse(
            """
            {
              "pipeline": {"project": {"name": "p"}, "name": "edges"}, "version": "1",
              "spec_commit": {"branch": {"name": "master"}, "id": "90ab"},
              "state": "PIPELINE_RUNNING", "last_job_state": "JOB_SUCCESS", "parallelism": "1",
              "type": "PIPELINE_TYPE_TRANSFORM",
              "details": {
                "transform": {"cmd": ["python3", "/e.py"]},
                "created_at": "2023-07-20T22:13:03.1Z", "output_branch": "master",
                "input": {"pfs": {"project": "p", "name": "images", "repo": "images",
                  "repo_type": "user", "branch": "master", "glob": "/*"}},
                "salt": "d3b0", "datum_tries": "3", "reprocess_spec": "until_success",
                "workers_requested": "1", "workers_available": "1", "worker_rc": "5",
                "workers_started_at": "2023-07-20T22:13:03.1Z"
              },
              "user_spec_json": "{}", "effective_spec_json": "{}"
            }
            {"pipeline": {"name": "b"}, "state": "PIPELINE_RUNNING", "stopped": true,
              "details": {"transform": {"cmd": ["x"]}, "transfrom": 1}}
            """);
    assertThat(file.problems().stream().map(SpecProblem::toString))
        .containsExactly(
            "f:18:44: unknown field \"transfrom\" in the specification; did you mean "
                + "\"transform\"?");
    PipelineSpec spec = file.specs().get(0).spec();
    assertThat(spec.name()).hasToString("p/edges");
    assertThat(spec.salt()).contains("d3b0");
    assertThat(spec.input().orElseThrow()).asString().contains("branch=p/images@master");
    assertThat(file.specs().get(0).switches()).isEqualTo(Switches.NONE);
  }
}
