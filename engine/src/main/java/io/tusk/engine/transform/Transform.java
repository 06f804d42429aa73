/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.transform;

import io.tusk.datum.DatumStats;
import io.tusk.datum.PlanItem;
import io.tusk.files.DirectoryEntry;
import io.tusk.pieces.PackWriter;
import java.util.Optional;

/** The user's code, ready to run datums one after another. Used by one thread. */
public interface Transform extends AutoCloseable {
  /**
   * One try.
   *
   * @param outputs what the datum wrote; absent when it failed
   */
  record Try(Optional<DirectoryEntry> outputs, DatumLog log, DatumStats stats) {}

  /**
   * Runs the user's code on a datum. What it does wrong is in the try that is returned.
   *
   * @throws io.tusk.error.TuskException when Tusk, the store or the host is at fault
   */
  Try run(PlanItem.Run datum, PackWriter out);

  @Override
  void close();
}
