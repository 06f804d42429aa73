/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.run;

import io.tusk.pipeline.Job;
import io.tusk.pipeline.JobCatalog;
import io.tusk.pipeline.JobState;
import io.tusk.repo.Catalog;
import io.tusk.repo.Commit;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** How a pending job stands. */
enum Readiness {
  READY,
  /** Something that it follows is pending. */
  BLOCKED,
  /** Another engine has it. */
  TAKEN,
  UNRUNNABLE;

  /** {@code elsewhere} says whether a living engine that is not this one has a job that runs. */
  static Readiness of(Catalog catalog, Job job, Predicate<Job> elsewhere) {
    List<Commit> upstream = upstream(catalog, job);
    if (upstream.stream().anyMatch(Commit::isOpen)) {
      return BLOCKED;
    }
    if (upstream.stream().anyMatch(commit -> commit.error().isPresent())) {
      return UNRUNNABLE;
    }
    return job.isRun() && elsewhere.test(job) ? TAKEN : READY;
  }

  /**
   * The repositories of the commits with an error that an unrunnable job follows; where a commit
   * has it because of others, of those.
   */
  static List<String> failedUpstream(Catalog catalog, Job job) {
    Set<String> failed = new LinkedHashSet<>();
    collectFailed(catalog, job, failed);
    return List.copyOf(failed);
  }

  private static void collectFailed(Catalog catalog, Job job, Set<String> failed) {
    for (Commit commit : upstream(catalog, job)) {
      if (commit.error().isEmpty()) {
        continue;
      }
      Optional<Job> innocent =
          new JobCatalog(catalog)
              .jobs(commit.id()).stream()
                  .filter(found -> found.id().pipeline().repo().equals(commit.repo()))
                  .filter(found -> found.state() == JobState.UNRUNNABLE)
                  .findFirst();
      innocent.ifPresentOrElse(
          found -> collectFailed(catalog, found, failed),
          () -> failed.add(commit.repo().toString()));
    }
  }

  /** Those of the jobs that wait until a user finishes a commit. */
  static List<RunReport.Waiting> waiting(Catalog catalog, List<Job> blocked) {
    List<RunReport.Waiting> waiting = new ArrayList<>();
    for (Job job : blocked) {
      openRead(catalog, job).ifPresent(open -> waiting.add(new RunReport.Waiting(job.id(), open)));
    }
    return waiting;
  }

  /** A user's commit that the job follows and that is open. */
  private static Optional<Commit> openRead(Catalog catalog, Job job) {
    return upstream(catalog, job).stream()
        .filter(commit -> commit.isOpen() && commit.origin() == Commit.Origin.USER)
        .findFirst();
  }

  private static List<Commit> upstream(Catalog catalog, Job job) {
    Commit output = catalog.requireCommit(job.id().pipeline().repo(), job.id().set());
    return output.provenance().stream()
        .map(found -> catalog.requireCommit(found.branch().repo(), found.commit()))
        .toList();
  }
}
