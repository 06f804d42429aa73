/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli.job;

import io.tusk.cli.frame.Answer;
import io.tusk.cli.frame.Detail;
import io.tusk.cli.frame.Format;
import io.tusk.cli.frame.QueryCommand;
import io.tusk.cli.frame.View;
import io.tusk.engine.inspect.DatumInfo;
import io.tusk.engine.inspect.JobDatums;
import io.tusk.pipeline.JobId;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
    description = "Show one datum of a job.",
    footer = {
      "",
      "Examples:",
      "  tusk inspect datum edges@0190f1c2d3e47a5b8c6d7e8f90a1b2c3"
          + " 7c3b0f0c2f1f6e6a0f3c3a0d5f4a1e2b9d8c7f6e5a4b3c2d1e0f9a8b7c6d5e4f"
    })
public final class InspectDatum extends QueryCommand {
  @Parameters(index = "0", paramLabel = "PIPELINE@ID", description = "The job.")
  private String job;

  @Parameters(index = "1", paramLabel = "DATUM", description = "The datum's id.")
  private String datum;

  @Override
  protected Answer answer(View view) {
    JobId id = JobId.parse(project(), job);
    DatumInfo info = new JobDatums(view.store()).require(id, DatumText.id(datum));
    JobInputs inputs = JobInputs.of(view.catalog(), id);
    return Detail.of(() -> DatumText.document(info, inputs))
        .line("ID", info.id())
        .line("Job", id)
        .line("Ran In", info.ranIn())
        .line("State", DatumText.state(info))
        .line("Files", DatumText.files(info.paths(), inputs))
        .line("Data Downloaded", Format.size(info.stats().downloadBytes()))
        .line("Data Uploaded", Format.size(info.stats().uploadBytes()))
        .line("Download Time", info.stats().download())
        .line("Process Time", info.stats().process())
        .line("Upload Time", info.stats().upload());
  }
}
