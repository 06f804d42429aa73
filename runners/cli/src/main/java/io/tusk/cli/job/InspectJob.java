/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli.job;

import io.tusk.cli.frame.Answer;
import io.tusk.cli.frame.Detail;
import io.tusk.cli.frame.Format;
import io.tusk.cli.frame.QueryCommand;
import io.tusk.cli.frame.View;
import io.tusk.pipeline.Job;
import io.tusk.pipeline.JobCatalog;
import io.tusk.pipeline.JobId;
import io.tusk.pipeline.PipelineVersion;
import io.tusk.spec.PipelineSpec;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
    description = "Show one job.",
    footer = {"", "Examples:", "  tusk inspect job edges@0190f1c2d3e47a5b8c6d7e8f90a1b2c3"})
public final class InspectJob extends QueryCommand {
  @Parameters(paramLabel = "PIPELINE@ID", description = "The job.")
  private String name;

  @Override
  protected Answer answer(View view) {
    JobId id = JobId.parse(project(), name);
    Job job = new JobCatalog(view.catalog()).requireJob(id);
    JobDocuments documents = new JobDocuments(view.catalog());
    Optional<PipelineSpec> spec = documents.version(job).map(PipelineVersion::spec);
    return Detail.of(() -> documents.of(job))
        .line("ID", job.id().set())
        .line("Pipeline", job.id().pipeline().name())
        .line("Project", job.id().pipeline().project())
        .line("Pipeline Version", job.version())
        .line("Started", job.started())
        .line("Duration", JobText.duration(job, view.now()))
        .line("State", JobText.state(job.state()))
        .line("Reason", job.reason())
        .line("Processed", job.counts().processed())
        .line("Failed", job.counts().failed())
        .line("Skipped", job.counts().skipped())
        .line("Recovered", job.counts().recovered())
        .line("Total", job.counts().total())
        .line("Data Downloaded", Format.size(job.stats().downloadBytes()))
        .line("Data Uploaded", Format.size(job.stats().uploadBytes()))
        .line("Download Time", job.stats().download())
        .line("Process Time", job.stats().process())
        .line("Upload Time", job.stats().upload())
        .line("Datum Timeout", spec.flatMap(PipelineSpec::datumTimeout))
        .line("Job Timeout", spec.flatMap(PipelineSpec::jobTimeout))
        .line("Restarts", JobText.restarts(job))
        .line("ParallelismSpec", spec.flatMap(JobText::parallelism))
        .line("Input", part(spec, "input"))
        .line("Transform", part(spec, "transform"))
        .line("Output Commit", job.id().pipeline().repo() + "@" + job.id().set())
        .line("Egress", part(spec, "egress"));
  }

  private static String part(Optional<PipelineSpec> spec, String field) {
    return spec.map(found -> JobText.part(found, field)).orElse("");
  }
}
