/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.transform;

import io.tusk.datum.DatumStats;
import io.tusk.datum.PlanItem;
import io.tusk.engine.log.DatumLog;
import io.tusk.files.DirectoryEntry;
import io.tusk.pieces.PackWriter;

/** The user's code, ready to run datums one after another. Used by one thread. */
public interface Transform extends AutoCloseable {
  /** What came of a try. */
  sealed interface Outcome {
    /** It succeeded, and left {@code outputs}. */
    record Processed(DirectoryEntry outputs) implements Outcome {}

    /** It failed, and the error command did not; there are no outputs. */
    record Recovered() implements Outcome {}

    record Failed() implements Outcome {}

    /** It was ended from outside, which says nothing about the datum. */
    record Stopped() implements Outcome {}
  }

  record Try(Outcome outcome, DatumStats stats) {}

  /**
   * Runs the user's code on a datum. What it prints, and what it does wrong, goes to the log.
   *
   * @throws io.tusk.error.TuskException when Tusk, the store or the host is at fault
   */
  Try run(PlanItem.Run datum, DatumLog log, PackWriter out);

  /** Says that the datums that came since this was last said are a set, which is at its end. */
  default void endSet() {}

  @Override
  void close();
}
