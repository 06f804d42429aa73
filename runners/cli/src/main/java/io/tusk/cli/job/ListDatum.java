/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli.job;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tusk.cli.frame.Answer;
import io.tusk.cli.frame.Listing;
import io.tusk.cli.frame.QueryCommand;
import io.tusk.cli.frame.RawJson;
import io.tusk.cli.frame.View;
import io.tusk.cli.job.JobDatums.JobDatum;
import io.tusk.datum.DatumKey;
import io.tusk.pipeline.Job;
import io.tusk.pipeline.JobCatalog;
import io.tusk.pipeline.JobId;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
    description = "List the datums of a job.",
    footer = {"", "Examples:", "  tusk list datum edges@0190f1c2d3e47a5b8c6d7e8f90a1b2c3"})
public final class ListDatum extends QueryCommand {
  @Parameters(paramLabel = "PIPELINE@ID", description = "The job.")
  private String name;

  @Override
  protected Answer answer(View view) {
    JobId id = JobId.parse(project(), name);
    Job job = new JobCatalog(view.catalog()).requireJob(id);
    return Listing.of(new JobDatums(view, job), ListDatum::document)
        .column("ID", datum -> datum.record().id())
        .column("FILES", JobDatum::key)
        .column("STATUS", JobDatum::state)
        .column("TIME", datum -> datum.record().stats().process());
  }

  private static ObjectNode document(JobDatum of) {
    ObjectNode json = RawJson.object();
    ObjectNode datum = json.putObject("datum");
    datum.put("id", of.record().id().toString());
    ObjectNode job = datum.putObject("job");
    job.putObject("pipeline").put("name", of.job().id().pipeline().name());
    job.put("id", of.job().id().set().value());
    json.put("state", of.state().toUpperCase(Locale.ROOT));
    json.set("stats", JobText.stats(of.record().stats()));
    ArrayNode data = json.putArray("data");
    for (DatumKey.Part part : of.key().parts()) {
      ObjectNode file = data.addObject().putObject("file");
      file.set("branch", RawJson.branchName(part.branch()));
      file.put("path", part.path().value());
    }
    return json;
  }
}
