/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli.job;

import io.tusk.cli.frame.ChangeCommand;
import io.tusk.error.ErrorCode;
import io.tusk.error.TuskException;
import io.tusk.pipeline.Job;
import io.tusk.pipeline.JobCatalog;
import io.tusk.pipeline.JobChanges;
import io.tusk.pipeline.JobId;
import io.tusk.repo.Commit;
import io.tusk.repo.CommitRemoval;
import io.tusk.repo.Transaction;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
    description = {
      "Delete a job with its output commit; its output branch falls back to the commit before.",
      "It may not run, and no commit may have been made from its output or follow it."
    },
    footer = {"", "Examples:", "  tusk delete job edges@0190f1c2d3e47a5b8c6d7e8f90a1b2c3"})
public final class DeleteJob extends ChangeCommand {
  @Parameters(paramLabel = "PIPELINE@ID", description = "The job.")
  private String name;

  @Override
  protected String subject() {
    return name;
  }

  @Override
  protected void change(Transaction tx) {
    JobId id = JobId.parse(project(), name);
    Job job = new JobCatalog(tx.catalog()).requireJob(id);
    if (job.isRun()) {
      throw new TuskException(
          ErrorCode.CONFLICT,
          "job " + id + " runs and cannot be deleted; 'tusk stop job " + id + "' ends it");
    }
    List<Commit> output = List.of(tx.catalog().requireCommit(id.pipeline().repo(), id.set()));
    new CommitRemoval(tx).drop(output);
    JobChanges.forget(tx, output);
  }
}
