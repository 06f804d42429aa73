/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli.job;

import io.tusk.cli.frame.ChangeCommand;
import io.tusk.pipeline.Job;
import io.tusk.pipeline.JobCatalog;
import io.tusk.pipeline.JobChanges;
import io.tusk.pipeline.JobId;
import io.tusk.repo.Transaction;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
    description = {
      "Stop a job, whoever runs it; it counts as killed.",
      "The results of datums that it has run are kept. Jobs of the same id that read its output"
          + " cannot be run any more."
    },
    footer = {"", "Examples:", "  tusk stop job edges@0190f1c2d3e47a5b8c6d7e8f90a1b2c3"})
public final class StopJob extends ChangeCommand {
  @Parameters(paramLabel = "PIPELINE@ID", description = "The job.")
  private String name;

  /** The job, if it had ended before. */
  private Optional<Job> ended = Optional.empty();

  @Override
  protected String subject() {
    return name;
  }

  @Override
  protected void change(Transaction tx) {
    JobId id = JobId.parse(project(), name);
    ended =
        JobChanges.stop(tx, id)
            ? Optional.empty()
            : Optional.of(new JobCatalog(tx.catalog()).requireJob(id));
  }

  @Override
  protected void report() {
    ended.ifPresent(
        job ->
            err()
                .println(
                    "job "
                        + job.id()
                        + " had ended before: "
                        + JobText.state(job.state())
                        + "; nothing is changed"));
  }
}
