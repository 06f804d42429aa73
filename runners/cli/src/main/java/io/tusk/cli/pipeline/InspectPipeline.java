/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli.pipeline;

import io.tusk.cli.frame.Answer;
import io.tusk.cli.frame.Detail;
import io.tusk.cli.frame.QueryCommand;
import io.tusk.cli.frame.View;
import io.tusk.cli.job.JobText;
import io.tusk.pipeline.Job;
import io.tusk.pipeline.Pipeline;
import io.tusk.pipeline.PipelineCatalog;
import io.tusk.pipeline.PipelineRef;
import io.tusk.pipeline.PipelineVersion;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
    description = "Show one pipeline, or an older version of it: PIPELINE^2 is two versions back.",
    footer = {
      "",
      "Examples:",
      "  tusk inspect pipeline edges",
      "  tusk inspect pipeline edges^ --raw"
    })
public final class InspectPipeline extends QueryCommand {
  @Parameters(
      paramLabel = "PIPELINE",
      description = "Its name, and behind it ^, ^N, ~N or .N for an older version.")
  private String name;

  @Override
  protected Answer answer(View view) {
    PipelineCatalog pipelines = new PipelineCatalog(view.catalog());
    PipelineVersion version = pipelines.requireVersion(PipelineRef.parse(project(), name));
    Pipeline pipeline = pipelines.requirePipeline(version.pipeline());
    Optional<Job> last = PipelineText.lastJob(view.catalog(), pipeline.name());
    return Detail.of(() -> PipelineText.document(pipeline, version, last))
        .line("Name", pipeline.name().name())
        .line("Project", pipeline.name().project())
        .line("Description", version.spec().description())
        .line("Version", version.number())
        .line("State", pipeline.state().label())
        .line("Stopped", pipeline.isStopped())
        .line("Created", pipeline.created())
        .line("Updated", version.created())
        .line("Parallelism Spec", JobText.parallelism(version.spec()))
        .line("Datum Timeout", version.spec().datumTimeout())
        .line("Datum Tries", version.spec().datumTries())
        .line("Job Timeout", version.spec().jobTimeout())
        .line("Input", PipelineText.input(version.spec()))
        .line("Output Branch", version.spec().output())
        .line("Transform", JobText.part(version.spec(), "transform"))
        .line("Last Job", last.map(job -> job.id().set() + " " + JobText.stateAndReason(job)))
        .line("Reason", last.map(Job::reason).orElse(""));
  }
}
