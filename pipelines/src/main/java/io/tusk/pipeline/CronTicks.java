/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.pipeline;

import io.tusk.error.ErrorCode;
import io.tusk.error.TuskException;
import io.tusk.files.FileEntry;
import io.tusk.files.FileSet;
import io.tusk.glob.Glob;
import io.tusk.log.Operation;
import io.tusk.name.FilePath;
import io.tusk.name.PipelineName;
import io.tusk.repo.CommitChanges;
import io.tusk.repo.Transaction;
import io.tusk.spec.Input.CronInput;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/**
 * Ticks of cron inputs within a transaction: a commit with an empty file that is named by the time.
 */
public final class CronTicks {
  private static final String ON_SCHEDULE = "tick";

  private CronTicks() {}

  /** What the log calls a tick on schedule. */
  public static Operation operation(CronAgenda.Tick tick) {
    return new Operation(ON_SCHEDULE, tick.pipeline() + " " + tick.time());
  }

  static boolean isOnSchedule(Operation operation) {
    return operation.verb().equals(ON_SCHEDULE);
  }

  /**
   * Makes a tick that is due.
   *
   * @return whether it did; nothing happens where the pipeline or the ticks of its inputs are no
   *     longer as they were when it was found to be due
   * @throws TuskException CONFLICT while a branch with ticks has an open commit
   */
  public static boolean tick(Transaction tx, CronAgenda.Tick tick) {
    boolean current =
        new PipelineCatalog(tx.catalog())
            .pipeline(tick.pipeline())
            .filter(pipeline -> !pipeline.isStopped() && pipeline.version() == tick.version())
            .isPresent();
    List<CronState> states = new ArrayList<>();
    for (CronAgenda.Part part : tick.parts()) {
      CronState.find(tx.catalog(), part.input().repo())
          .filter(state -> state.equals(part.before()) && state.owns(tx.catalog()))
          .ifPresent(states::add);
    }
    if (!current || states.size() < tick.parts().size()) {
      return false;
    }
    for (int i = 0; i < states.size(); i++) {
      commit(tx, tick.parts().get(i).input(), tick.time());
      CronRepos.put(tx, states.get(i).ticked(tick.time()));
    }
    return true;
  }

  /**
   * Ticks every cron input of a pipeline now. Schedules go on as if nothing had happened.
   *
   * @return the time of the ticks
   * @throws TuskException NOT_FOUND; INVALID for a pipeline without a cron input; CONFLICT while it
   *     is stopped, or a branch with ticks has an open commit
   */
  public static Instant tickNow(Transaction tx, PipelineName name) {
    PipelineCatalog pipelines = new PipelineCatalog(tx.catalog());
    Pipeline pipeline = pipelines.requirePipeline(name);
    List<CronInput> crons = PipelineInputs.crons(pipelines.newestVersion(pipeline).spec());
    if (crons.isEmpty()) {
      throw new TuskException(
          ErrorCode.INVALID,
          "pipeline "
              + name
              + " has no cron input, so nothing of it ticks; 'tusk inspect pipeline "
              + name
              + "' shows what it reads");
    }
    if (pipeline.isStopped()) {
      throw new TuskException(
          ErrorCode.CONFLICT,
          "pipeline "
              + name
              + " is stopped and does not tick; 'tusk start pipeline "
              + name
              + "' starts it");
    }
    Instant time = manualTime(tx, crons);
    crons.forEach(cron -> commit(tx, cron, time));
    return time;
  }

  /** In whole seconds, unless something has ticked in this second already. */
  private static Instant manualTime(Transaction tx, List<CronInput> crons) {
    Instant second = tx.time().truncatedTo(ChronoUnit.SECONDS);
    Glob within = Glob.parse(path(second).value().replace('Z', '*'));
    boolean taken =
        crons.stream().anyMatch(cron -> tx.files().glob(shown(tx, cron), within).hasNext());
    return taken ? tx.time() : second;
  }

  private static FileSet shown(Transaction tx, CronInput cron) {
    return tx.catalog()
        .branch(cron.branch())
        .flatMap(branch -> branch.readable())
        .flatMap(id -> tx.catalog().commit(cron.repo(), id))
        .map(commit -> commit.files())
        .orElse(FileSet.EMPTY);
  }

  private static void commit(Transaction tx, CronInput cron, Instant time) {
    CommitChanges.commit(
        tx,
        cron.branch(),
        "",
        present ->
            tx.files()
                .edit(cron.overwrite() ? FileSet.EMPTY : present, tx.out())
                .put(path(time), FileEntry.EMPTY)
                .finish());
  }

  private static FilePath path(Instant time) {
    return new FilePath("/" + time);
  }
}
