/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli.pipeline;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tusk.cli.frame.RawJson;
import io.tusk.datum.DatumInput;
import io.tusk.name.PipelineName;
import io.tusk.pipeline.Job;
import io.tusk.pipeline.JobCatalog;
import io.tusk.pipeline.Pipeline;
import io.tusk.pipeline.PipelineInputs;
import io.tusk.pipeline.PipelineVersion;
import io.tusk.repo.Catalog;
import io.tusk.spec.parse.SpecJson;
import java.util.ArrayList;
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

  static String input(PipelineVersion version) {
    List<String> inputs = new ArrayList<>();
    for (DatumInput input : PipelineInputs.of(version)) {
      inputs.add(
          input.branch().repo().project()
              + "/"
              + input.branch().repo().name()
              + ":"
              + input.glob());
    }
    return inputs.isEmpty() ? "none" : String.join(", ", inputs);
  }

  static ObjectNode document(Pipeline pipeline, PipelineVersion version, Optional<Job> lastJob) {
    ObjectNode json = RawJson.object();
    ObjectNode name = json.putObject("pipeline");
    name.putObject("project").put("name", version.pipeline().project().value());
    name.put("name", version.pipeline().name());
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
