/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.run;

import io.tusk.engine.work.JobPlan;
import io.tusk.engine.work.JobWork;
import io.tusk.engine.worker.JobCommit;
import io.tusk.pipeline.Job;
import io.tusk.pipeline.JobCatalog;
import io.tusk.pipeline.JobId;
import io.tusk.repo.Catalog;
import io.tusk.repo.TuskStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What jobs leave under their keys. A job that ended without its own commit, because it was killed
 * or its code could not be loaded, has results there that its pipeline takes over before they are
 * deleted; so no datum that succeeded runs again.
 */
final class Leftovers {
  private final TuskStore store;

  Leftovers(TuskStore store) {
    this.store = store;
  }

  /** Clears all jobs that are at their end or whose pipeline is gone. */
  void clearAll() {
    List<JobId> jobs = new ArrayList<>();
    JobWork.all(store.objects()).forEachRemaining(jobs::add);
    if (jobs.isEmpty()) {
      return;
    }
    // Taken after the listing, it shows every job that has objects and is not gone.
    Catalog catalog = store.snapshot().catalog();
    jobs.forEach(job -> clear(catalog, job));
  }

  /** Clears the job if it is at its end or gone; another attempt may be at work on it otherwise. */
  void clear(Catalog catalog, JobId id) {
    Optional<Job> job = new JobCatalog(catalog).job(id);
    if (job.isPresent() && !job.get().state().isTerminal()) {
      return;
    }
    JobWork work = new JobWork(store, id);
    if (job.isPresent() && job.get().datums().isEmpty()) {
      Optional<JobPlan> plan = work.plan();
      plan.ifPresent(made -> new JobCommit(store).keepResults(id, made, work));
    }
    work.deleteAll();
  }
}
