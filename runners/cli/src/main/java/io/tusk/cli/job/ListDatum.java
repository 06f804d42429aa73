/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli.job;

import io.tusk.cli.frame.Answer;
import io.tusk.cli.frame.Listing;
import io.tusk.cli.frame.QueryCommand;
import io.tusk.cli.frame.SpecLocation;
import io.tusk.cli.frame.View;
import io.tusk.engine.inspect.DatumInfo;
import io.tusk.engine.inspect.JobDatums;
import io.tusk.pipeline.JobId;
import io.tusk.pipeline.SpecBatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    description =
        "List the datums of a job, also of one that runs; or with -f those that a pipeline would"
            + " have if it were created now.",
    footer = {
      "",
      "Examples:",
      "  tusk list datum edges@0190f1c2d3e47a5b8c6d7e8f90a1b2c3",
      "  tusk list datum -f edges.json"
    })
public final class ListDatum extends QueryCommand {
  @Parameters(paramLabel = "PIPELINE@ID", arity = "0..1", description = "The job.")
  private String name;

  @Option(
      names = {"-f", "--file"},
      paramLabel = "FILE|URL|-",
      description = "The specification of one pipeline, in JSON or YAML.")
  private String file;

  @Override
  protected Answer answer(View view) {
    if ((name == null) == (file == null)) {
      throw misuse("whose datums: give either a job, PIPELINE@ID, or a specification, -f FILE");
    }
    if (file != null) {
      return SpecDatums.listing(
          view, SpecBatch.read(new SpecLocation(file).text(terminal()), project(), view.catalog()));
    }
    JobId id = JobId.parse(project(), name);
    JobInputs inputs = JobInputs.of(view.catalog(), id);
    return Listing.of(
            new JobDatums(view.store()).list(id), datum -> DatumText.document(datum, inputs))
        .column("ID", DatumInfo::id)
        .column("FILES", datum -> DatumText.files(datum.paths(), inputs))
        .column("STATUS", DatumText::state)
        .column("TIME", datum -> datum.stats().process());
  }
}
