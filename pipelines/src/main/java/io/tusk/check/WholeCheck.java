/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.check;

import io.tusk.datum.DatumRecord;
import io.tusk.datum.PlanItem;
import io.tusk.fsck.Problems;
import io.tusk.pieces.Ref;
import io.tusk.pipeline.PipelineInputs;
import io.tusk.pipeline.PipelineVersion;
import io.tusk.plan.PlanRequest;
import io.tusk.plan.WorkLeft;
import io.tusk.repo.Commit;
import io.tusk.repo.TuskStore;
import io.tusk.tree.Tree;
import java.util.Iterator;
import java.util.Optional;

/**
 * Checks that a commit has the datums that its inputs make, no more and no less, and that its leaf
 * tree has the paths that they hold: planned anew from these inputs, nothing is left to be done.
 */
final class WholeCheck {
  private final TuskStore store;
  private final Problems problems;

  WholeCheck(TuskStore store, Problems problems) {
    this.store = store;
    this.problems = problems;
  }

  /** {@code version}: the one that made it, and whose shape it has. */
  void check(String subject, PipelineVersion version, Commit.Result result) {
    Tree datums = result.datums().map(Tree::stored).orElse(Tree.EMPTY);
    PlanRequest again =
        new PlanRequest(
            PipelineInputs.of(version),
            result.inputs(),
            version.salt(),
            Optional.of(new PlanRequest.Base(Optional.empty(), Optional.empty(), datums)),
            Tree.EMPTY,
            PlanRequest.Reprocess.NONE);
    try (WorkLeft left = new WorkLeft(store, again)) {
      Iterator<PlanItem> items = left.items();
      while (items.hasNext()) {
        check(subject, datums, items.next());
      }
      if (!left.leaves().equals(result.leaves().map(Ref::hash))) {
        problems.report(
            subject, "its leaf tree does not have the paths that its joins and groups compare");
      }
    }
  }

  /** What is wrong with a datum that is there is said elsewhere; recovered ones always run. */
  private void check(String subject, Tree datums, PlanItem item) {
    Optional<DatumRecord> record =
        store.trees().find(datums, item.key().bytes()).map(DatumRecord::decode);
    if (record.isEmpty()) {
      problems.report(subject, "it lacks datum " + KeyText.of(item.key()) + " of its inputs");
    } else if (item instanceof PlanItem.Remove) {
      problems.report(subject, "its inputs do not make datum " + KeyText.of(item.key()));
    }
  }
}
