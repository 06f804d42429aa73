/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli.job;

import io.tusk.cli.frame.ChangeCommand;
import io.tusk.name.CommitId;
import io.tusk.name.RepoName;
import io.tusk.pipeline.Job;
import io.tusk.pipeline.JobCatalog;
import io.tusk.pipeline.JobChanges;
import io.tusk.pipeline.JobId;
import io.tusk.repo.Catalog;
import io.tusk.repo.Transaction;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
    description = {
      "Stop a job, or all jobs of an id, whoever runs them; they count as killed.",
      "The results of datums that it has run are kept. Jobs of the same id that read its output"
          + " cannot be run any more."
    },
    footer = {
      "",
      "Examples:",
      "  tusk stop job edges@0190f1c2d3e47a5b8c6d7e8f90a1b2c3",
      "  tusk stop job 0190f1c2d3e47a5b8c6d7e8f90a1b2c3"
    })
public final class StopJob extends ChangeCommand {
  @Parameters(
      paramLabel = "PIPELINE@ID|ID",
      description = "The job, or the id of which all jobs are meant.")
  private String name;

  /** The jobs that had ended before. */
  private final List<Job> ended = new ArrayList<>();

  @Override
  protected String subject() {
    return name;
  }

  @Override
  protected void change(Transaction tx) {
    ended.clear();
    JobCatalog jobs = new JobCatalog(tx.catalog());
    List<Job> all =
        CommitId.looksLikeId(name)
            ? JobSet.require(jobs, new CommitId(name))
            : List.of(jobs.requireJob(JobId.parse(project(), name)));
    ended.addAll(JobChanges.stop(tx, readersFirst(tx.catalog(), all)));
  }

  /** A job that reads another one would end with it, and could not be stopped any more. */
  private static List<JobId> readersFirst(Catalog catalog, List<Job> jobs) {
    Map<JobId, List<RepoName>> left = new LinkedHashMap<>();
    jobs.forEach(job -> left.put(job.id(), inputs(catalog, job.id())));
    List<JobId> ordered = new ArrayList<>();
    while (!left.isEmpty()) {
      Set<RepoName> read = new HashSet<>();
      left.values().forEach(read::addAll);
      List<JobId> unread =
          left.keySet().stream().filter(job -> !read.contains(job.pipeline().repo())).toList();
      ordered.addAll(unread);
      left.keySet().removeAll(Set.copyOf(unread));
    }
    return ordered;
  }

  private static List<RepoName> inputs(Catalog catalog, JobId job) {
    return catalog.requireCommit(job.pipeline().repo(), job.set()).provenance().stream()
        .filter(read -> read.commit().equals(job.set()))
        .map(read -> read.branch().repo())
        .toList();
  }

  @Override
  protected void report() {
    ended.forEach(
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
