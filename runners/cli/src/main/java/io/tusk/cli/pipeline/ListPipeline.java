/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli.pipeline;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tusk.cli.frame.AllProjectsOption;
import io.tusk.cli.frame.Answer;
import io.tusk.cli.frame.HistoryOption;
import io.tusk.cli.frame.Iterators;
import io.tusk.cli.frame.Listing;
import io.tusk.cli.frame.QueryCommand;
import io.tusk.cli.frame.View;
import io.tusk.cli.job.JobText;
import io.tusk.name.CommitId;
import io.tusk.pipeline.Job;
import io.tusk.pipeline.Pipeline;
import io.tusk.pipeline.PipelineCatalog;
import io.tusk.pipeline.PipelineState;
import io.tusk.pipeline.PipelineVersion;
import io.tusk.repo.Catalog;
import io.tusk.spec.parse.SpecJson;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    description = "List the pipelines of a project, or the versions of one.",
    footer = {
      "",
      "Examples:",
      "  tusk list pipeline",
      "  tusk list pipeline edges --history all",
      "  tusk list pipeline --raw | jq -r .pipeline.name"
    })
public final class ListPipeline extends QueryCommand {
  @Parameters(paramLabel = "PIPELINE", arity = "0..1", description = "Only this one.")
  private String name;

  @Option(
      names = {"-s", "--spec"},
      description = "Print the specifications.")
  private boolean specs;

  @Option(
      names = {"-c", "--commit"},
      paramLabel = "ID",
      description = "As the pipelines were when these commits were made.")
  private String commit;

  @Option(
      names = "--state",
      paramLabel = "STATE",
      split = ",",
      showDefaultValue = Visibility.NEVER,
      description = "Only pipelines in one of these states: ${COMPLETION-CANDIDATES}.")
  private List<PipelineState> states = List.of();

  @Mixin private HistoryOption history;
  @Mixin private AllProjectsOption allProjects;

  private record Row(Pipeline pipeline, PipelineVersion version, Optional<Job> lastJob) {}

  @Override
  protected boolean isRaw() {
    return specs || super.isRaw();
  }

  @Override
  protected Answer answer(View view) {
    if (specs && isRawNamed()) {
      throw misuse("--raw and --spec exclude each other; give one of them");
    }
    return Listing.of(rows(view.catalog()), this::document)
        .column("PROJECT", row -> row.version().pipeline().project())
        .column("NAME", row -> row.version().pipeline().name())
        .column("VERSION", row -> row.version().number())
        .column("INPUT", row -> PipelineText.input(row.version().spec()))
        .column("CREATED", row -> row.version().created())
        .column(
            "STATE / LAST JOB",
            row ->
                row.pipeline().state().label()
                    + " / "
                    + row.lastJob().map(Job::state).map(JobText::state).orElse("-"))
        .column("ALERTS", row -> alerts(view, row))
        .column("DESCRIPTION", row -> row.version().spec().description())
        .remark(
            row -> row.lastJob().filter(job -> !job.reason().isEmpty()).isPresent(),
            "The last job of a pipeline did not succeed; 'tusk inspect pipeline' says why.");
  }

  /** How many; {@code check status} says which. */
  private static Object alerts(View view, Row row) {
    List<String> alerts = Alerts.of(row.version().spec(), row.lastJob(), view.now());
    return alerts.isEmpty() ? "-" : alerts.size();
  }

  private ObjectNode document(Row row) {
    return specs
        ? SpecJson.toJson(row.version().spec())
        : PipelineText.document(row.pipeline(), row.version(), row.lastJob());
  }

  private Iterator<Row> rows(Catalog catalog) {
    PipelineCatalog pipelines = new PipelineCatalog(catalog);
    List<Pipeline> listed = new ArrayList<>();
    if (name != null) {
      listed.add(pipelines.requirePipeline(pipeline(name)));
    } else if (allProjects.isSet()) {
      pipelines.pipelines().forEachRemaining(listed::add);
    } else {
      pipelines.pipelines(project()).forEachRemaining(listed::add);
    }
    long older = history.older();
    Instant time = commit == null ? Instant.MAX : pipelines.timeOf(new CommitId(commit));
    return listed.stream()
        .filter(pipeline -> states.isEmpty() || states.contains(pipeline.state()))
        .flatMap(
            pipeline ->
                versions(pipelines, pipeline, older, time).stream()
                    .map(version -> row(catalog, pipeline, version)))
        .iterator();
  }

  private static Row row(Catalog catalog, Pipeline pipeline, PipelineVersion version) {
    return new Row(pipeline, version, PipelineText.lastJob(catalog, pipeline.name()));
  }

  private static List<PipelineVersion> versions(
      PipelineCatalog pipelines, Pipeline pipeline, long older, Instant time) {
    List<PipelineVersion> versions = new ArrayList<>();
    Iterator<PipelineVersion> all =
        Iterators.filter(
            pipelines.versions(pipeline.name()), version -> !version.created().isAfter(time));
    for (long left = older; all.hasNext() && left >= 0; left--) {
      versions.add(all.next());
    }
    return versions;
  }
}
