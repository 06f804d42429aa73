/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli.job;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tusk.cli.frame.RawJson;
import io.tusk.pipeline.Job;
import io.tusk.pipeline.JobId;
import io.tusk.pipeline.Pipeline;
import io.tusk.pipeline.PipelineCatalog;
import io.tusk.pipeline.PipelineVersion;
import io.tusk.repo.Catalog;
import io.tusk.spec.parse.SpecJson;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What {@code --raw} prints for jobs; a pipeline version is read once for all of its jobs. */
final class JobDocuments {
  /** Fields of a specification that Pachyderm's jobs do not have. */
  private static final List<String> OF_PIPELINE =
      List.of(
          "pipeline", "output_branch", "description", "reprocess_spec", "s3_out", "autoscaling");

  private final Catalog catalog;
  private final PipelineCatalog pipelines;
  private final Map<String, ObjectNode> details = new HashMap<>();

  JobDocuments(Catalog catalog) {
    this.catalog = catalog;
    this.pipelines = new PipelineCatalog(catalog);
  }

  /** The version that a job ran, or would run now. */
  Optional<PipelineVersion> version(Job job) {
    return number(job).flatMap(number -> pipelines.version(job.id().pipeline(), number));
  }

  private Optional<Long> number(Job job) {
    return job.version() > 0
        ? Optional.of(job.version())
        : pipelines.pipeline(job.id().pipeline()).map(Pipeline::version);
  }

  ObjectNode of(Job job) {
    ObjectNode json = RawJson.object();
    json.set("job", name(job.id()));
    json.put("pipeline_version", job.version());
    catalog
        .commit(job.id().pipeline().repo(), job.id().set())
        .ifPresent(
            commit ->
                json.set(
                    "output_commit",
                    RawJson.commitName(commit.repo(), commit.id(), commit.branch())));
    json.put("state", job.state().rawName());
    RawJson.putText(json, "reason", job.reason());
    json.put("created", job.created().toString());
    job.started().ifPresent(time -> json.put("started", time.toString()));
    job.finished().ifPresent(time -> json.put("finished", time.toString()));
    json.put("restart", JobText.restarts(job));
    json.put("data_processed", job.counts().processed());
    json.put("data_skipped", job.counts().skipped());
    json.put("data_failed", job.counts().failed());
    json.put("data_recovered", job.counts().recovered());
    json.put("data_total", job.counts().total());
    json.set("stats", JobText.stats(job.stats()));
    number(job).map(number -> details(job, number)).ifPresent(spec -> json.set("details", spec));
    return json;
  }

  static ObjectNode name(JobId id) {
    ObjectNode json = RawJson.object();
    ObjectNode pipeline = json.putObject("pipeline");
    pipeline.putObject("project").put("name", id.pipeline().project().value());
    pipeline.put("name", id.pipeline().name());
    return json.put("id", id.set().value());
  }

  /** Null where there is no such version. */
  private ObjectNode details(Job job, long number) {
    return details.computeIfAbsent(
        job.id().pipeline() + "." + number,
        key -> pipelines.version(job.id().pipeline(), number).map(JobDocuments::json).orElse(null));
  }

  private static ObjectNode json(PipelineVersion version) {
    ObjectNode json = SpecJson.toJson(version.spec());
    json.remove(OF_PIPELINE);
    return json.put("salt", version.salt());
  }
}
