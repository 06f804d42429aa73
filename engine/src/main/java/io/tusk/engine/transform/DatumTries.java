/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.transform;

import io.tusk.datum.DatumRecord;
import io.tusk.datum.DatumState;
import io.tusk.datum.DatumStats;
import io.tusk.datum.PlanItem;
import io.tusk.files.DirectoryEntry;
import io.tusk.name.CommitId;
import io.tusk.pieces.PackWriter;
import io.tusk.pieces.Ref;
import io.tusk.tree.Tree;
import java.util.Optional;

/** Runs a datum until a try succeeds or there are no more, and makes its record. */
public final class DatumTries implements AutoCloseable {
  private static final DirectoryEntry NOTHING = new DirectoryEntry(Tree.EMPTY, 0, 0);

  private final Transform transform;
  private final CommitId job;
  private final int tries;

  /** {@code tries} is at least 1. */
  public DatumTries(Transform transform, CommitId job, int tries) {
    this.transform = transform;
    this.job = job;
    this.tries = tries;
  }

  /** The record of the last try; its pieces, and its log, are in {@code out}. */
  public DatumRecord run(PlanItem.Run datum, PackWriter out) {
    DatumStats stats = DatumStats.NONE;
    for (int number = 1; ; number++) {
      Transform.Try result = transform.run(datum, out);
      stats = stats.plus(result.stats());
      if (result.outputs().isPresent() || number == tries) {
        DatumLog log = result.log();
        if (result.outputs().isEmpty() && tries > 1) {
          log.line("tusk: gave up after " + tries + " tries");
        }
        return new DatumRecord(
            datum.id(),
            datum.hash(),
            result.outputs().isPresent() ? DatumState.PROCESSED : DatumState.FAILED,
            job,
            result.outputs().orElse(NOTHING),
            store(log, out),
            stats);
      }
    }
  }

  private static Optional<Ref> store(DatumLog log, PackWriter out) {
    byte[] bytes = log.bytes();
    return bytes.length == 0
        ? Optional.empty()
        : Optional.of(out.writeChunk(bytes, 0, bytes.length));
  }

  @Override
  public void close() {
    transform.close();
  }
}
