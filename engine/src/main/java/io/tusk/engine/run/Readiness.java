/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.run;

import io.tusk.pipeline.Job;
import io.tusk.pipeline.JobState;
import io.tusk.repo.Catalog;
import io.tusk.repo.Commit;
import java.util.List;
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
    return job.state() == JobState.RUNNING && elsewhere.test(job) ? TAKEN : READY;
  }

  /** The repositories of the commits that an unrunnable job follows and that hold an error. */
  static List<String> failedUpstream(Catalog catalog, Job job) {
    return upstream(catalog, job).stream()
        .filter(commit -> commit.error().isPresent())
        .map(commit -> commit.repo().toString())
        .toList();
  }

  private static List<Commit> upstream(Catalog catalog, Job job) {
    Commit output = catalog.requireCommit(job.id().pipeline().repo(), job.id().set());
    return output.provenance().stream()
        .map(found -> catalog.requireCommit(found.branch().repo(), found.commit()))
        .toList();
  }
}
