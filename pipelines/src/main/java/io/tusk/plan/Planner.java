/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.plan;

import io.tusk.files.FileSets;
import io.tusk.pieces.PackWriter;
import io.tusk.tree.Tree;
import java.util.Optional;
import java.util.function.LongConsumer;

/**
 * Finds the datums that a job must run, take over or drop. With a base of the same shape it follows
 * the differences of the inputs, and its cost follows the change; without one it enumerates them,
 * as {@link PlanRounds} do. Streams either way; what has to be sorted waits on the host's disk.
 */
public final class Planner {
  private final FileSets files;
  private final LongConsumer crossed;

  public Planner(FileSets files) {
    this(files, count -> {});
  }

  /**
   * @param crossed is told at most how many combinations a cross makes, or a join of one value,
   *     before they are enumerated; {@link Long#MAX_VALUE} stands for more than can be counted
   */
  public Planner(FileSets files, LongConsumer crossed) {
    this.files = files;
    this.crossed = crossed;
  }

  /** The plan; its trees' new nodes are in {@code out}. */
  public Plan plan(PlanRequest request, PackWriter out) {
    try (PlanScratch scratch = new PlanScratch()) {
      Optional<InputState> before = request.followed();
      return before.isEmpty()
          ? enumerated(request, scratch, out)
          : changed(request, before.get(), scratch, out);
    }
  }

  private Plan enumerated(PlanRequest request, PlanScratch scratch, PackWriter out) {
    PlanScratch.Leaves leaves = scratch.newLeaves(files.trees().parameters());
    InputDatums datums = new InputDatums(files, leaves.trees(), request.inputs(), scratch, crossed);
    InputState all =
        datums.enumerated(new InputState(request.enumerated(), Tree.EMPTY), leaves.out());
    Candidates candidates = new Candidates(files, datums, scratch, request.baseDatums());
    Decisions decisions = new Decisions(files, datums, request, all, out);
    Tree items = decisions.items(candidates.all(all));
    return decisions.plan(items, datums.withoutFiles(all.leaves(), out), decisions.added());
  }

  private Plan changed(
      PlanRequest request, InputState before, PlanScratch scratch, PackWriter out) {
    InputDatums datums = new InputDatums(files, request.inputs(), scratch, crossed);
    Change change = datums.change(before, new InputState(request.whole(), Tree.EMPTY), out);
    Candidates candidates = new Candidates(files, datums, scratch, request.baseDatums());
    Decisions decisions = new Decisions(files, datums, request, change.after(), out);
    Tree items = decisions.items(candidates.changed(change));
    return decisions.plan(items, change.after().leaves(), decisions.added());
  }
}
