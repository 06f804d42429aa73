/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli.job;

import io.tusk.cli.frame.ReadCommand;
import io.tusk.cli.frame.View;
import io.tusk.cli.job.JobDatums.JobDatum;
import io.tusk.datum.DatumRecord;
import io.tusk.datum.DatumState;
import io.tusk.engine.log.LogText;
import io.tusk.error.ErrorCode;
import io.tusk.error.TuskException;
import io.tusk.pipeline.Job;
import io.tusk.pipeline.JobCatalog;
import io.tusk.pipeline.JobId;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    description = "Print what the datums of a job printed.",
    footer = {
      "",
      "Examples:",
      "  tusk logs -j edges@0190f1c2d3e47a5b8c6d7e8f90a1b2c3",
      "  tusk logs -j edges@0190f1c2d3e47a5b8c6d7e8f90a1b2c3 --failed"
    })
public final class LogsCommand extends ReadCommand {
  @Option(
      names = {"-j", "--job"},
      required = true,
      paramLabel = "PIPELINE@ID",
      description = "The job.")
  private String name;

  @Option(names = "--datum", paramLabel = "ID", description = "Only this datum.")
  private String datum;

  @Option(names = "--failed", description = "Only datums that failed.")
  private boolean failed;

  @Override
  protected void read(View view) {
    JobId id = JobId.parse(project(), name);
    Job job = new JobCatalog(view.catalog()).requireJob(id);
    JobDatums datums = new JobDatums(view, job);
    boolean found = false;
    while (datums.hasNext()) {
      JobDatum next = datums.next();
      DatumRecord record = next.record();
      if (datum != null && !record.id().toString().equals(datum)) {
        continue;
      }
      found = true;
      if (record.log().isPresent() && (!failed || record.state() == DatumState.FAILED)) {
        out().println("datum " + record.id() + " " + next.key());
        byte[] log = view.store().trees().pieces().chunk(record.log().get());
        LogText.parse(log).lines().forEach(line -> out().println(line.marked()));
      }
    }
    if (datum != null && !found) {
      throw new TuskException(
          ErrorCode.NOT_FOUND,
          "job "
              + id
              + " has no datum \""
              + datum
              + "\"; 'tusk list datum "
              + id
              + "' shows its datums");
    }
  }
}
