/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli.pipeline;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tusk.cli.frame.AllProjectsOption;
import io.tusk.cli.frame.Answer;
import io.tusk.cli.frame.Iterators;
import io.tusk.cli.frame.Listing;
import io.tusk.cli.frame.QueryCommand;
import io.tusk.cli.frame.RawJson;
import io.tusk.cli.frame.View;
import io.tusk.name.PipelineName;
import io.tusk.pipeline.Pipeline;
import io.tusk.pipeline.PipelineCatalog;
import java.util.Iterator;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
    description = {
      "List the pipelines of a project that need attention, and why.",
      "Their last job did not succeed, or has been running for longer than the specification's"
          + " maximum_expected_uptime."
    },
    footer = {"", "Examples:", "  tusk check status", "  tusk check status -A --raw"})
public final class CheckStatus extends QueryCommand {
  @Mixin private AllProjectsOption allProjects;

  private record Checked(PipelineName pipeline, List<String> alerts) {
    ObjectNode document() {
      ObjectNode json = RawJson.object();
      json.putObject("project").put("name", pipeline.project().value());
      json.set("pipeline", PipelineText.name(pipeline));
      ArrayNode array = json.putArray("alerts");
      alerts.forEach(array::add);
      return json;
    }
  }

  @Override
  protected Answer answer(View view) {
    PipelineCatalog pipelines = new PipelineCatalog(view.catalog());
    Iterator<Pipeline> found =
        allProjects.isSet() ? pipelines.pipelines() : pipelines.pipelines(project());
    Iterator<Checked> checked = Iterators.map(found, pipeline -> check(view, pipelines, pipeline));
    return Listing.of(Iterators.filter(checked, row -> !row.alerts().isEmpty()), Checked::document)
        .column("PROJECT", row -> row.pipeline().project())
        .column("PIPELINE", row -> row.pipeline().name())
        .column("ALERTS", row -> String.join("; ", row.alerts()));
  }

  private static Checked check(View view, PipelineCatalog pipelines, Pipeline pipeline) {
    return new Checked(
        pipeline.name(),
        Alerts.of(
            pipelines.newestVersion(pipeline).spec(),
            PipelineText.lastJob(view.catalog(), pipeline.name()),
            view.now()));
  }
}
