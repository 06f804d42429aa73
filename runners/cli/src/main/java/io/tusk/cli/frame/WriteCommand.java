/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli.frame;

import io.tusk.log.Operation;
import io.tusk.pipeline.Job;
import io.tusk.pipeline.JobCatalog;
import io.tusk.pipeline.JobId;
import io.tusk.repo.TuskStore;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Command;

/** A command that changes the store; to a person it says whether new jobs wait afterwards. */
@Command
public abstract class WriteCommand extends StoreCommand {
  @Override
  protected final int run() throws Exception {
    if (!prepare()) {
      return 0;
    }
    try (TuskStore store = open()) {
      requireProject(store);
      Set<JobId> before = pending(store);
      write(store);
      hint(before, pending(store));
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
    store.snapshot().catalog().requireProject(project());
  }

  TuskStore open() throws Exception {
    return openStore();
  }

  private Set<JobId> pending(TuskStore store) {
    Set<JobId> ids = new HashSet<>();
    if (terminal().isInteractive()) {
      List<Job> jobs = new JobCatalog(store.snapshot().catalog()).pending();
      jobs.forEach(job -> ids.add(job.id()));
    }
    return ids;
  }

  private void hint(Set<JobId> before, Set<JobId> after) {
    if (!before.containsAll(after)) {
      err().println(after.size() + (after.size() == 1 ? " job" : " jobs") + " pending: tusk run");
    }
  }
}
