/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.plan;

import io.tusk.datum.DatumKey;
import io.tusk.datum.DatumRecord;
import io.tusk.datum.DatumState;
import io.tusk.datum.Mapped;
import io.tusk.datum.PathLists;
import io.tusk.datum.PlanItem;
import io.tusk.datum.ResultKey;
import io.tusk.files.FileSet;
import io.tusk.files.FileSets;
import io.tusk.pieces.Hash;
import io.tusk.pieces.PackWriter;
import io.tusk.tree.Edit;
import io.tusk.tree.Tree;
import io.tusk.tree.Trees;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;

/** Decides of candidates whether they are run, take a result over, go, or stay as they are. */
final class Decisions {
  private final FileSets files;
  private final Trees trees;
  private final PathLists lists;
  private final InputDatums datums;
  private final PlanRequest request;
  private final InputState now;
  private final PackWriter out;
  private long added;

  /** {@code now}: what the candidates are made of. */
  Decisions(
      FileSets files, InputDatums datums, PlanRequest request, InputState now, PackWriter out) {
    this.files = files;
    this.trees = files.trees();
    this.lists = new PathLists(files);
    this.datums = datums;
    this.request = request;
    this.now = now;
    this.out = out;
  }

  /** The tree of what is decided; candidates ascend. */
  Tree items(Iterator<Candidate> candidates) {
    return tree(
        new Mapped<>(
            candidates, candidate -> decide(candidate).map(item -> edit(candidate, item))));
  }

  private Edit edit(Candidate candidate, PlanItem item) {
    added += candidate.before().isEmpty() ? 1 : 0;
    return Edit.put(item.encode());
  }

  Tree tree(Iterator<Edit> items) {
    return trees.edit(Tree.EMPTY, items, PlanItem.COUNTS, out);
  }

  /** How many of the datums so far the base has not. */
  long added() {
    return added;
  }

  /** The plan of all items, with the leaf tree of the inputs. */
  Plan plan(Tree items, Tree leaves, long addedToBase) {
    long[] counts = trees.summary(items, PlanItem.COUNTS);
    long held = LongStream.of(trees.summary(request.baseDatums(), DatumRecord.COUNTS)).sum();
    long total = held + addedToBase - counts[2];
    return new Plan(items, leaves, counts[0], counts[1], counts[2], counts[3], total);
  }

  private Optional<PlanItem> decide(Candidate candidate) {
    return candidate.now().isEmpty()
        ? candidate.before().map(record -> new PlanItem.Remove(candidate.key()))
        : decide(candidate, current(candidate.key(), candidate.now().get()));
  }

  private CurrentDatum current(DatumKey key, Tuple tuple) {
    return new CurrentDatum(request, files, datums.paths(), key, tuple, now);
  }

  private Optional<PlanItem> decide(Candidate candidate, CurrentDatum current) {
    if (current.isWork() && request.reprocess() == PlanRequest.Reprocess.ALL) {
      return Optional.of(run(candidate, current));
    }
    Hash hash = current.hash();
    if (candidate.before().filter(record -> isResult(record, hash)).isPresent()
        || (!current.isWork() && keepsResult(candidate, current))) {
      return Optional.empty();
    }
    Optional<PlanItem> reuse =
        trees
            .find(request.results(), ResultKey.of(candidate.key(), hash))
            .map(DatumRecord::decode)
            .filter(record -> isResult(record, hash))
            .map(record -> new PlanItem.Reuse(candidate.key(), record));
    if (current.isWork()) {
      return reuse.or(() -> Optional.of(run(candidate, current)));
    }
    return reuse.or(() -> candidate.before().map(gone -> new PlanItem.Remove(candidate.key())));
  }

  private PlanItem run(Candidate candidate, CurrentDatum current) {
    return current.run(candidate.before().flatMap(DatumRecord::paths), lists, out);
  }

  /**
   * Whether paths that are no work are as they were when the base took its result for them; that
   * may have been made from fewer files than they hold.
   */
  private boolean keepsResult(Candidate candidate, CurrentDatum current) {
    Optional<List<FileSet>> held = request.base().flatMap(PlanRequest.Base::held);
    return held.isPresent()
        && candidate.before().filter(r -> r.state() == DatumState.PROCESSED).isPresent()
        && current.isHeldBy(held.get());
  }

  private static boolean isResult(DatumRecord record, Hash hash) {
    return record.state() == DatumState.PROCESSED && record.hash().equals(hash);
  }
}
