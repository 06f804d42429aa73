/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.transform;

import io.tusk.datum.DatumRecord;
import io.tusk.datum.DatumState;
import io.tusk.datum.DatumStats;
import io.tusk.datum.PlanItem;
import io.tusk.engine.log.DatumLog;
import io.tusk.engine.transform.Transform.Outcome;
import io.tusk.files.DirectoryEntry;
import io.tusk.name.CommitId;
import io.tusk.pieces.PackWriter;
import io.tusk.pieces.Ref;
import io.tusk.tree.Tree;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;

/**
 * Runs a datum until a try succeeds, its error command does, or there are no more tries, and makes
 * its record. A try that is ended so that the datum begins anew does not count.
 */
public final class DatumTries implements AutoCloseable {
  private static final DirectoryEntry NOTHING = new DirectoryEntry(Tree.EMPTY, 0, 0);

  private final Transform transform;
  private final TryControl control;
  private final CommitId job;
  private final int tries;
  private final Clock clock;
  private final String worker;
  private volatile Optional<Current> current = Optional.empty();

  /** A try that runs. */
  public record Current(PlanItem.Run datum, int number, Instant started, DatumLog log) {}

  /**
   * @param tries at least 1
   * @param worker who runs the datums, for their logs
   */
  public DatumTries(
      Transform transform,
      TryControl control,
      CommitId job,
      int tries,
      Clock clock,
      String worker) {
    this.transform = transform;
    this.control = control;
    this.job = job;
    this.tries = tries;
    this.clock = clock;
    this.worker = worker;
  }

  /** The try that runs now, for other threads. */
  public Optional<Current> current() {
    return current;
  }

  /**
   * The record of the last try; its pieces, and its log, are in {@code out}. Nothing when the datum
   * was stopped before it came to an end.
   */
  public Optional<DatumRecord> run(PlanItem.Run datum, PackWriter out) {
    control.takeRestart();
    try {
      return run(datum, new DatumLog(clock, worker), out);
    } finally {
      current = Optional.empty();
    }
  }

  private Optional<DatumRecord> run(PlanItem.Run datum, DatumLog log, PackWriter out) {
    DatumStats stats = DatumStats.NONE;
    for (int number = 1; ; number++) {
      current = Optional.of(new Current(datum, number, clock.instant(), log));
      Transform.Try result = transform.run(datum, log, out);
      stats = stats.plus(result.stats());
      Outcome outcome = result.outcome();
      if (outcome instanceof Outcome.Stopped) {
        if (control.isStopped() || !control.takeRestart()) {
          return Optional.empty();
        }
        log.tusk("begun anew, as a user asked for");
        number--;
      } else if (!(outcome instanceof Outcome.Failed) || number == tries) {
        if (outcome instanceof Outcome.Failed && tries > 1) {
          log.tusk("gave up after " + tries + " tries");
        }
        return Optional.of(record(datum, outcome, log, stats, out));
      }
    }
  }

  private DatumRecord record(
      PlanItem.Run datum, Outcome outcome, DatumLog log, DatumStats stats, PackWriter out) {
    DirectoryEntry outputs = NOTHING;
    DatumState state = DatumState.FAILED;
    if (outcome instanceof Outcome.Processed processed) {
      outputs = processed.outputs();
      state = DatumState.PROCESSED;
    } else if (outcome instanceof Outcome.Recovered) {
      state = DatumState.RECOVERED;
    }
    return new DatumRecord(
        datum.id(),
        datum.hash(),
        state,
        job,
        outputs,
        store(log, out),
        stats,
        datum.paths().list());
  }

  private static Optional<Ref> store(DatumLog log, PackWriter out) {
    byte[] bytes = log.bytes();
    return bytes.length == 0
        ? Optional.empty()
        : Optional.of(out.writeChunk(bytes, 0, bytes.length));
  }

  /** Says that a set of datums is at its end. */
  public void endSet() {
    transform.endSet();
  }

  @Override
  public void close() {
    transform.close();
  }
}
