/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.plan;

import io.tusk.datum.DatumIdentity;
import io.tusk.datum.DatumInput;
import io.tusk.datum.DatumKey;
import io.tusk.datum.DatumPaths;
import io.tusk.datum.DatumRecord;
import io.tusk.datum.DatumState;
import io.tusk.datum.InputPath;
import io.tusk.datum.Mapped;
import io.tusk.datum.PathLists;
import io.tusk.datum.PlanItem;
import io.tusk.datum.ResultKey;
import io.tusk.error.ErrorCode;
import io.tusk.error.TuskException;
import io.tusk.files.FileEntry;
import io.tusk.files.FileSet;
import io.tusk.files.FileSets;
import io.tusk.files.PathEntry;
import io.tusk.pieces.Hash;
import io.tusk.pieces.PackWriter;
import io.tusk.repo.Commit;
import io.tusk.tree.Edit;
import io.tusk.tree.Tree;
import io.tusk.tree.Trees;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;
import java.util.stream.LongStream;

/**
 * Finds the datums that a job must run, take over or drop. With a base of the same shape it follows
 * the differences of the inputs, and its cost follows the change; without one it enumerates them.
 * Streams either way; what has to be sorted waits on the host's disk.
 */
public final class Planner {
  private final FileSets files;
  private final Trees trees;
  private final PathLists lists;
  private final LongConsumer crossed;

  public Planner(FileSets files) {
    this(files, count -> {});
  }

  /**
   * @param crossed is told how many combinations a cross has before they are enumerated; {@link
   *     Long#MAX_VALUE} stands for more than can be counted
   */
  public Planner(FileSets files, LongConsumer crossed) {
    this.files = files;
    this.trees = files.trees();
    this.lists = new PathLists(files);
    this.crossed = crossed;
  }

  /** The plan; its trees' new nodes are in {@code out}. */
  public Plan plan(PlanRequest request, PackWriter out) {
    try (PlanScratch scratch = new PlanScratch()) {
      return new Pass(request, scratch, out).run();
    }
  }

  private final class Pass {
    private final PlanRequest request;
    private final InputDatums datums;
    private final PackWriter out;
    private final Tree base;
    private final Candidates candidates;
    private long added;

    Pass(PlanRequest request, PlanScratch scratch, PackWriter out) {
      this.request = request;
      this.out = out;
      this.datums = new InputDatums(files, request.inputs(), scratch, crossed);
      this.base = request.base().map(PlanRequest.Base::datums).orElse(Tree.EMPTY);
      this.candidates = new Candidates(trees, lists, datums, scratch, base);
    }

    Plan run() {
      Optional<InputState> before = request.base().flatMap(PlanRequest.Base::state);
      if (before.isPresent() && request.reprocess() == PlanRequest.Reprocess.NONE) {
        InputState whole = new InputState(whole(), Tree.EMPTY);
        Change change = datums.change(before.get(), whole, out);
        return plan(change.after(), candidates.changed(change));
      }
      InputState now = datums.enumerated(new InputState(enumerated(), Tree.EMPTY), out);
      return plan(now, candidates.all(now));
    }

    private List<FileSet> whole() {
      return request.reads().stream().map(Commit.Read::files).toList();
    }

    /** What is no work matters only where there may be results of it. */
    private List<FileSet> enumerated() {
      boolean fresh = request.base().isEmpty() && request.results().isEmpty();
      return fresh
          ? request.reads().stream().map(read -> read.view().orElse(read.files())).toList()
          : whole();
    }

    private Plan plan(InputState now, Iterator<Candidate> all) {
      Iterator<Edit> items =
          new Mapped<>(all, candidate -> decide(candidate, now).map(item -> edit(candidate, item)));
      Tree tree = trees.edit(Tree.EMPTY, items, PlanItem.COUNTS, out);
      long[] counts = trees.summary(tree, PlanItem.COUNTS);
      long held = LongStream.of(trees.summary(base, DatumRecord.COUNTS)).sum();
      long total = held + added - counts[2];
      return new Plan(tree, now.leaves(), counts[0], counts[1], counts[2], counts[3], total);
    }

    private Edit edit(Candidate candidate, PlanItem item) {
      added += candidate.before().isEmpty() ? 1 : 0;
      return Edit.put(item.encode());
    }

    private Optional<PlanItem> decide(Candidate candidate, InputState now) {
      return candidate.now().isEmpty()
          ? candidate.before().map(record -> new PlanItem.Remove(candidate.key()))
          : decide(candidate, new Current(request, candidate.now().get(), now));
    }

    private Optional<PlanItem> decide(Candidate candidate, Current current) {
      DatumIdentity identity = new DatumIdentity();
      boolean isWork = current.identify(identity);
      Hash id = identity.id();
      Hash hash = identity.hash(id, request.salt());
      if (isWork && request.reprocess() == PlanRequest.Reprocess.ALL) {
        return Optional.of(current.run(candidate.key(), id, hash));
      }
      if (candidate.before().filter(record -> isResult(record, hash)).isPresent()
          || (!isWork && keepsResult(candidate, current))) {
        return Optional.empty();
      }
      Optional<PlanItem> reuse =
          trees
              .find(request.results(), ResultKey.of(candidate.key(), hash))
              .map(DatumRecord::decode)
              .filter(record -> isResult(record, hash))
              .map(record -> new PlanItem.Reuse(candidate.key(), record));
      if (isWork) {
        return reuse.or(() -> Optional.of(current.run(candidate.key(), id, hash)));
      }
      return reuse.or(() -> candidate.before().map(gone -> new PlanItem.Remove(candidate.key())));
    }

    /**
     * Whether paths that are no work are as they were when the base took its result for them; that
     * may have been made from fewer files than they hold.
     */
    private boolean keepsResult(Candidate candidate, Current current) {
      Optional<List<FileSet>> held = request.base().flatMap(PlanRequest.Base::held);
      return held.isPresent()
          && candidate.before().filter(r -> r.state() == DatumState.PROCESSED).isPresent()
          && current.isHeldBy(held.get());
    }

    /** A datum as it is now. */
    private final class Current {
      private final PlanRequest request;
      private final Tuple tuple;
      private final InputState now;

      Current(PlanRequest request, Tuple tuple, InputState now) {
        this.request = request;
        this.tuple = tuple;
        this.now = now;
      }

      private Iterator<Read> reads() {
        return new Mapped<>(
            datums.paths().of(tuple, now).iterator(), path -> Optional.of(read(path)));
      }

      /** What is to be read at a path: of the view where it has it, else of the whole input. */
      private Read read(Element.Path path) {
        DatumInput leaf = datums.paths().leaf(path.leaf());
        Optional<FileSet> view = request.reads().get(path.leaf()).view();
        Optional<PathEntry> work =
            view.flatMap(set -> files.find(set, path.path()))
                .filter(entry -> DatumInput.isPresent(entry));
        PathEntry entry =
            work.or(path::entry)
                .or(() -> files.find(now.files().get(path.leaf()), path.path()))
                .orElseThrow(() -> missing(leaf, path));
        return new Read(leaf, path, entry, view.isEmpty() || work.isPresent());
      }

      private TuskException missing(DatumInput leaf, Element.Path path) {
        return new TuskException(
            ErrorCode.CORRUPT,
            "input " + leaf.name() + " holds no " + leaf.branch() + ":" + path.path());
      }

      /** Adds all paths; whether all are work. */
      boolean identify(DatumIdentity identity) {
        boolean isWork = true;
        for (Iterator<Read> reads = reads(); reads.hasNext(); ) {
          Read read = reads.next();
          identity.path(datums.paths().part(read.path()));
          if (read.leaf().hashed() == DatumInput.Hashed.CONTENT) {
            identity.content(read.entry());
          } else {
            identity.kind(read.entry());
          }
          isWork &= read.isWork();
        }
        return isWork;
      }

      boolean isHeldBy(List<FileSet> held) {
        for (Iterator<Read> reads = reads(); reads.hasNext(); ) {
          Read read = reads.next();
          Optional<PathEntry> before = files.find(held.get(read.path().leaf()), read.path().path());
          Optional<PathEntry> whole =
              files.find(now.files().get(read.path().leaf()), read.path().path());
          if (before.isEmpty() || whole.filter(before.get()::sameContent).isEmpty()) {
            return false;
          }
        }
        return true;
      }

      PlanItem run(DatumKey key, Hash id, Hash hash) {
        return new PlanItem.Run(key, id, hash, key.isLong() ? listed() : atHand());
      }

      private DatumPaths atHand() {
        List<InputPath> paths = new ArrayList<>();
        reads().forEachRemaining(read -> paths.add(read.inputPath()));
        return DatumPaths.fitting(paths, trees, out);
      }

      private DatumPaths listed() {
        long[] sums = new long[2];
        Iterator<PathLists.Item> items =
            new Mapped<>(
                reads(),
                read -> {
                  sums[0]++;
                  sums[1] += read.entry().bytes();
                  return Optional.of(
                      new PathLists.Item(read.path().leaf(), datums.paths().part(read.path())));
                });
        FileEntry list = lists.write(items, out);
        return new DatumPaths.Listed(list, sums[0], sums[1], PlanItem.UNREAD);
      }
    }
  }

  /** A path of a datum, and what is read there. */
  private record Read(DatumInput leaf, Element.Path path, PathEntry entry, boolean isWork) {
    InputPath inputPath() {
      return leaf.at(path.path(), entry);
    }
  }

  private static boolean isResult(DatumRecord record, Hash hash) {
    return record.state() == DatumState.PROCESSED && record.hash().equals(hash);
  }
}
