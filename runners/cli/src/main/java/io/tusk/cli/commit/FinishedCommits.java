/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli.commit;

import io.tusk.cli.frame.StoreWatch;
import io.tusk.cli.frame.View;
import io.tusk.error.TuskException;
import io.tusk.name.PipelineName;
import io.tusk.pipeline.JobCatalog;
import io.tusk.pipeline.JobId;
import io.tusk.pipeline.JobState;
import io.tusk.repo.Commit;
import io.tusk.repo.Snapshot;
import java.io.PrintWriter;
import java.util.List;
import java.util.stream.Stream;

/**
 * Commits, none of which is open.
 *
 * @param view what showed them so
 */
record FinishedCommits(View view, List<Commit> commits) {
  /**
   * Waits until all are finished, with an error or without.
   *
   * @param err where it is said for what nobody does anything yet
   * @throws TuskException NOT_FOUND when one is removed meanwhile
   */
  static FinishedCommits await(View view, List<Commit> commits, PrintWriter err) {
    FinishedCommits now = new FinishedCommits(view, commits);
    now.announce(err);
    StoreWatch watch = new StoreWatch(view.store(), view.snapshot());
    while (now.commits.stream().anyMatch(Commit::isOpen)) {
      now = now.at(watch.next());
    }
    return now;
  }

  private void announce(PrintWriter err) {
    JobCatalog jobs = new JobCatalog(view.catalog());
    commits.stream()
        .filter(Commit::isOpen)
        .map(commit -> new JobId(PipelineName.writing(commit.repo()), commit.id()))
        .filter(id -> jobs.job(id).filter(job -> job.state() == JobState.CREATED).isPresent())
        .forEach(id -> err.println(id + ": nobody has taken it up yet; 'tusk run' does"));
    err.flush();
  }

  private FinishedCommits at(Snapshot snapshot) {
    View later = new View(view.store(), snapshot);
    Stream<Commit> again =
        commits.stream().map(old -> later.catalog().requireCommit(old.repo(), old.id()));
    return new FinishedCommits(later, again.toList());
  }

  List<Commit> failed() {
    return commits.stream().filter(commit -> commit.error().isPresent()).toList();
  }
}
