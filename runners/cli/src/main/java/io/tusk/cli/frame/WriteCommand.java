/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli.frame;

import io.tusk.log.Operation;
import io.tusk.name.CommitId;
import io.tusk.pipeline.Job;
import io.tusk.pipeline.JobCatalog;
import io.tusk.repo.TuskStore;
import java.util.Iterator;
import java.util.Optional;
import picocli.CommandLine.Command;

/** A command that changes the store; to a person it says whether new jobs wait afterwards. */
@Command
public abstract class WriteCommand extends StoreCommand {
  /** A command takes no longer because so many jobs wait. */
  private static final int MOST_COUNTED = 1_000;

  @Override
  protected final int run() throws Exception {
    if (!prepare()) {
      return 0;
    }
    try (TuskStore store = open()) {
      requireProject(store);
      Optional<CommitId> before = newestPending(store);
      write(store);
      hint(store, before);
    }
    return 0;
  }

  /**
   * Comes before the store is opened: reads and checks what needs none.
   *
   * @return false if that was all
   */
  protected boolean prepare() throws Exception {
    return true;
  }

  protected abstract void write(TuskStore store) throws Exception;

  /** The operation as the log names it: this command's words, and what it was about. */
  protected final Operation operation(String subject) {
    return new Operation(words(), subject);
  }

  void requireProject(TuskStore store) {
    store.opened().catalog().requireProject(project());
  }

  TuskStore open() throws Exception {
    return openStore();
  }

  /** The id of the newest jobs that wait; none where no person would read of them. */
  private Optional<CommitId> newestPending(TuskStore store) {
    return terminal().isInteractive() ? first(pending(store)) : Optional.empty();
  }

  private static Iterator<Job> pending(TuskStore store) {
    return new JobCatalog(store.snapshot().catalog()).pendingNewestFirst();
  }

  private static Optional<CommitId> first(Iterator<Job> jobs) {
    return jobs.hasNext() ? Optional.of(jobs.next().id().set()) : Optional.empty();
  }

  private void hint(TuskStore store, Optional<CommitId> before) {
    Optional<CommitId> now = newestPending(store);
    if (now.isEmpty() || (before.isPresent() && now.get().compareTo(before.get()) <= 0)) {
      return;
    }
    int count = 0;
    for (Iterator<Job> jobs = pending(store); jobs.hasNext() && count <= MOST_COUNTED; ) {
      jobs.next();
      count++;
    }
    String many = count > MOST_COUNTED ? "more than " + MOST_COUNTED : Integer.toString(count);
    err().println(many + (count == 1 ? " job" : " jobs") + " pending: tusk run");
  }
}
