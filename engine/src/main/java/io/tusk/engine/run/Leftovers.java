/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.run;

import io.tusk.engine.work.JobPlan;
import io.tusk.engine.work.JobWork;
import io.tusk.engine.worker.JobCommit;
import io.tusk.pipeline.Job;
import io.tusk.pipeline.JobCatalog;
import io.tusk.pipeline.JobId;
import io.tusk.repo.TuskStore;
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
    JobWork.all(store.objects()).forEachRemaining(this::clear);
  }

  /** Clears the job if it is at its end or gone; another attempt may be at work on it otherwise. */
  void clear(JobId id) {
    Optional<Job> job = new JobCatalog(store.snapshot().catalog()).job(id);
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
