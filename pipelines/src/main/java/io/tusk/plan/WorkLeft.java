/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.plan;

import io.tusk.datum.Mapped;
import io.tusk.datum.PlanItem;
import io.tusk.error.TuskException;
import io.tusk.files.FileSets;
import io.tusk.pieces.Hash;
import io.tusk.pieces.PackWriter;
import io.tusk.pieces.Ref;
import io.tusk.repo.TuskStore;
import java.util.Iterator;
import java.util.Optional;

/**
 * A plan for who only looks: nothing is written to the store. It is kept as a {@link DatumPreview}
 * is.
 */
public final class WorkLeft implements AutoCloseable {
  private final PlanScratch scratch = new PlanScratch();
  private final FileSets files;
  private final Plan plan;

  /**
   * Makes the plan.
   *
   * @throws TuskException HOST when the host's disk fails or is full
   */
  public WorkLeft(TuskStore store, PlanRequest request) {
    PlanScratch.Beside beside = scratch.beside(store, PackWriter.TARGET_BYTES);
    this.files = beside.files();
    boolean planned = false;
    try {
      this.plan = new Planner(files).plan(request, beside.out());
      planned = true;
    } finally {
      if (!planned) {
        scratch.close();
      }
    }
  }

  /** What is to be done, in the order of keys; the paths of datums are not to be read. */
  public Iterator<PlanItem> items() {
    return new Mapped<>(
        files.trees().ascending(plan.items(), new byte[0]),
        entry -> Optional.of(PlanItem.decode(entry, PlanItem.UNREAD)));
  }

  /** The root of the leaf tree of the inputs; nothing where it is empty. */
  public Optional<Hash> leaves() {
    return plan.leaves().root().map(Ref::hash);
  }

  @Override
  public void close() {
    scratch.close();
  }
}
