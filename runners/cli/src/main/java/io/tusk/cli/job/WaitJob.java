/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli.job;

import io.tusk.cli.frame.RawOption;
import io.tusk.cli.frame.StoreCommand;
import io.tusk.error.ErrorCode;
import io.tusk.name.CommitId;
import io.tusk.pipeline.Job;
import io.tusk.pipeline.JobCatalog;
import io.tusk.pipeline.JobId;
import io.tusk.pipeline.JobState;
import io.tusk.repo.Catalog;
import io.tusk.repo.TuskStore;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
    description = {
      "Wait until a job, or all jobs of an id, have ended, and print how each ended.",
      "It runs none: that is done by 'tusk run', in another process."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:all of them succeeded",
      "3:a job failed, was killed or could not be run",
      "4:there is no such job"
    },
    footer = {
      "",
      "Examples:",
      "  tusk wait job edges@0190f1c2d3e47a5b8c6d7e8f90a1b2c3",
      "  tusk wait job 0190f1c2d3e47a5b8c6d7e8f90a1b2c3"
    })
public final class WaitJob extends StoreCommand {
  private static final Duration POLL = Duration.ofSeconds(1);

  @Parameters(
      paramLabel = "PIPELINE@ID|ID",
      description = "The job, or the id of which all jobs are meant.")
  private String name;

  @Mixin private RawOption raw;

  private final Set<JobId> reported = new HashSet<>();
  private final Set<JobId> announced = new HashSet<>();
  private boolean allSucceeded = true;

  @Override
  protected int run() throws InterruptedException {
    try (TuskStore store = openStore()) {
      store.snapshot().catalog().requireProject(project());
      while (!haveEnded(store.snapshot().catalog())) {
        store.host().sleeper().sleep(POLL);
      }
    }
    return allSucceeded ? 0 : ErrorCode.JOB_FAILED.exitCode();
  }

  private List<Job> jobs(Catalog catalog) {
    JobCatalog jobs = new JobCatalog(catalog);
    return CommitId.looksLikeId(name)
        ? JobSet.require(jobs, new CommitId(name))
        : List.of(jobs.requireJob(JobId.parse(project(), name)));
  }

  private boolean haveEnded(Catalog catalog) {
    boolean all = true;
    for (Job job : jobs(catalog)) {
      if (!job.state().isTerminal()) {
        all = false;
        announce(job);
      } else if (reported.add(job.id())) {
        report(catalog, job);
      }
    }
    return all;
  }

  private void announce(Job job) {
    if (job.state() == JobState.CREATED && announced.add(job.id())) {
      err().println(job.id() + ": nobody has taken it up yet; 'tusk run' does");
      err().flush();
    }
  }

  private void report(Catalog catalog, Job job) {
    allSucceeded &= job.state() == JobState.SUCCESS;
    if (raw.isRaw()) {
      raw.print(out(), new JobDocuments(catalog).of(job));
    } else {
      out().println(JobText.ending(job));
      job.reason().lines().forEach(line -> err().println("  " + line));
    }
    out().flush();
    err().flush();
  }
}
