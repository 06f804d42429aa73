/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli.job;

import io.tusk.cli.frame.Answer;
import io.tusk.cli.frame.Format;
import io.tusk.cli.frame.LimitOption;
import io.tusk.cli.frame.Listing;
import io.tusk.cli.frame.QueryCommand;
import io.tusk.cli.frame.View;
import io.tusk.error.ErrorCode;
import io.tusk.error.TuskException;
import io.tusk.name.CommitId;
import io.tusk.name.PipelineName;
import io.tusk.pipeline.Job;
import io.tusk.pipeline.JobCatalog;
import io.tusk.pipeline.JobState;
import io.tusk.pipeline.PipelineCatalog;
import io.tusk.repo.Catalog;
import java.util.Iterator;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    description = "List jobs, newest first: of a pipeline, of one id, or all.",
    footer = {
      "",
      "Examples:",
      "  tusk list job",
      "  tusk list job -p edges -n 5",
      "  tusk list job 0190f1c2d3e47a5b8c6d7e8f90a1b2c3"
    })
public final class ListJob extends QueryCommand {
  @Parameters(paramLabel = "ID", arity = "0..1", description = "The jobs of this id.")
  private String id;

  @Option(
      names = {"-p", "--pipeline"},
      paramLabel = "PIPELINE",
      description = "Only jobs of this pipeline.")
  private String pipeline;

  @Mixin private LimitOption number;

  @Option(
      names = "--state",
      paramLabel = "STATE",
      split = ",",
      showDefaultValue = Visibility.NEVER,
      description = "Only jobs in one of these states: ${COMPLETION-CANDIDATES}.")
  private List<JobState> states = List.of();

  @Override
  protected Answer answer(View view) {
    return Listing.of(jobs(view.catalog()), JobText::document)
        .only(job -> states.isEmpty() || states.contains(job.state()))
        .limit(number.limit())
        .column("PROJECT", job -> job.id().pipeline().project())
        .column("PIPELINE", job -> job.id().pipeline().name())
        .column("ID", job -> job.id().set())
        .column("STARTED", Job::started)
        .column("DURATION", job -> JobText.duration(job, view.now()))
        .column("RESTART", JobText::restarts)
        .column("PROGRESS", job -> JobText.progress(job.counts()))
        .column("DL", job -> Format.size(job.stats().downloadBytes()))
        .column("UL", job -> Format.size(job.stats().uploadBytes()))
        .column("STATE", JobText::stateAndReason);
  }

  private Iterator<Job> jobs(Catalog catalog) {
    JobCatalog jobs = new JobCatalog(catalog);
    if (id != null) {
      List<Job> found = jobs.jobs(new CommitId(id));
      if (found.isEmpty()) {
        throw new TuskException(
            ErrorCode.NOT_FOUND,
            "no job has the id " + id + "; 'tusk list job' shows those that exist");
      }
      return found.iterator();
    }
    if (pipeline != null) {
      PipelineName name = pipeline(pipeline);
      new PipelineCatalog(catalog).requirePipeline(name);
      return jobs.jobs(name);
    }
    return jobs.jobs();
  }
}
