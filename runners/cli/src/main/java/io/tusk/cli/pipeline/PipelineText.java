/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli.pipeline;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tusk.cli.frame.RawJson;
import io.tusk.name.PipelineName;
import io.tusk.name.RepoName;
import io.tusk.pipeline.Job;
import io.tusk.pipeline.JobCatalog;
import io.tusk.pipeline.Pipeline;
import io.tusk.pipeline.PipelineVersion;
import io.tusk.repo.Catalog;
import io.tusk.spec.Input;
import io.tusk.spec.PipelineSpec;
import io.tusk.spec.parse.SpecJson;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/** How pipelines are shown. */
final class PipelineText {
  private PipelineText() {}

  static Optional<Job> lastJob(Catalog catalog, PipelineName pipeline) {
    Iterator<Job> jobs = new JobCatalog(catalog).jobs(pipeline);
    return jobs.hasNext() ? Optional.of(jobs.next()) : Optional.empty();
  }

  static String input(PipelineSpec spec) {
    return spec.input().map(PipelineText::input).orElse("none");
  }

  /** {@code project/repo:glob}; of others {@code (a ⨯ b)}, with the sign of their kind. */
  static String input(Input input) {
    if (input instanceof Input.PfsInput pfs) {
      RepoName repo = pfs.branch().repo();
      return repo.project() + "/" + repo.name() + ":" + pfs.glob();
    }
    if (input instanceof Input.CronInput cron) {
      return cron.name() + ":" + cron.spec();
    }
    List<String> parts = input.children().stream().map(PipelineText::input).toList();
    if (input instanceof Input.GroupInput) {
      return "(Group: " + String.join(", ", parts) + ")";
    }
    String sign =
        input instanceof Input.CrossInput ? "⨯" : input instanceof Input.UnionInput ? "∪" : "⋈";
    return "(" + String.join(" " + sign + " ", parts) + ")";
  }

  static ObjectNode name(PipelineName pipeline) {
    ObjectNode json = RawJson.object();
    json.putObject("project").put("name", pipeline.project().value());
    return json.put("name", pipeline.name());
  }

  static ObjectNode document(Pipeline pipeline, PipelineVersion version, Optional<Job> lastJob) {
    ObjectNode json = RawJson.object();
    json.set("pipeline", name(version.pipeline()));
    json.put("version", version.number());
    if (pipeline.isStopped()) {
      json.put("stopped", true);
    }
    json.put("state", pipeline.state().rawName());
    lastJob.ifPresent(job -> json.put("last_job_state", job.state().rawName()));
    json.put("type", "PIPELINE_TYPE_TRANSFORM");
    ObjectNode details = SpecJson.toJson(version.spec());
    details.remove("pipeline");
    details.put("created_at", version.created().toString()).put("salt", version.salt());
    json.set("details", details);
    json.put("user_spec_json", version.written().text());
    json.put("effective_spec_json", SpecJson.write(version.spec()));
    return json;
  }
}
