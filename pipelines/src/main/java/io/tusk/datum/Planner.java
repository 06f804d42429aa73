/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.datum;

import io.tusk.files.DirectoryEntry;
import io.tusk.files.FileSet;
import io.tusk.files.FileSets;
import io.tusk.files.PathChange;
import io.tusk.files.PathEntry;
import io.tusk.files.PathInfo;
import io.tusk.glob.Glob;
import io.tusk.name.FilePath;
import io.tusk.pieces.Hash;
import io.tusk.pieces.PackWriter;
import io.tusk.tree.Edit;
import io.tusk.tree.Tree;
import io.tusk.tree.Trees;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.stream.LongStream;

/**
 * Finds the datums that a job must run, take over or drop. With a base of the same shape it follows
 * the differences of the input, and its cost follows the change; without one it enumerates the
 * input. Streams either way.
 */
public final class Planner {
  private final FileSets files;
  private final Trees trees;

  public Planner(FileSets files) {
    this.files = files;
    this.trees = files.trees();
  }

  /** The plan; its tree's new nodes are in {@code out}. */
  public Plan plan(PlanRequest request, PackWriter out) {
    AtomicLong added = new AtomicLong();
    Iterator<Candidate> candidates =
        request.base().flatMap(PlanRequest.Base::files).isPresent()
                && request.reprocess() == PlanRequest.Reprocess.NONE
            ? changed(request)
            : merged(request);
    Iterator<Edit> items =
        new Mapped<>(
            candidates,
            candidate ->
                decide(request, candidate)
                    .map(
                        item -> {
                          boolean isNew = candidate.before().isEmpty();
                          added.addAndGet(isNew ? 1 : 0);
                          return Edit.put(fitting(item, out).encode());
                        }));
    Tree tree = trees.edit(Tree.EMPTY, items, PlanItem.COUNTS, out);
    long[] counts = trees.summary(tree, PlanItem.COUNTS);
    long total = held(request) + added.get() - counts[2];
    return new Plan(tree, counts[0], counts[1], counts[2], counts[3], total);
  }

  /** How many datums the base has. */
  private long held(PlanRequest request) {
    Tree datums = request.base().map(PlanRequest.Base::datums).orElse(Tree.EMPTY);
    return LongStream.of(trees.summary(datums, DatumRecord.COUNTS)).sum();
  }

  /** A datum of the base, of now, or of both. */
  private record Candidate(
      DatumKey key, Optional<DatumRecord> before, Optional<List<Current>> now) {}

  /** An input path, and whether it is work. */
  private record Current(InputPath path, boolean isWork) {}

  private Optional<PlanItem> decide(PlanRequest request, Candidate candidate) {
    if (candidate.now().isEmpty()) {
      return candidate.before().map(record -> new PlanItem.Remove(candidate.key()));
    }
    List<InputPath> paths = candidate.now().get().stream().map(Current::path).toList();
    Hash id = DatumIdentity.id(paths);
    Hash hash = DatumIdentity.hash(id, paths, request.salt());
    boolean isWork = candidate.now().get().stream().allMatch(Current::isWork);
    PlanItem run = new PlanItem.Run(candidate.key(), id, hash, paths);
    if (isWork && request.reprocess() == PlanRequest.Reprocess.ALL) {
      return Optional.of(run);
    }
    if (candidate.before().filter(record -> isResult(record, hash)).isPresent()
        || (!isWork && keepsResult(request, candidate))) {
      return Optional.empty();
    }
    Optional<PlanItem> reuse =
        trees
            .find(request.results(), ResultKey.of(candidate.key(), hash))
            .map(DatumRecord::decode)
            .filter(record -> isResult(record, hash))
            .map(record -> new PlanItem.Reuse(candidate.key(), record));
    if (isWork) {
      return reuse.or(() -> Optional.of(run));
    }
    return reuse.or(() -> candidate.before().map(gone -> new PlanItem.Remove(candidate.key())));
  }

  /**
   * Whether paths that are no work are as they were when the base took its result for them; that
   * may have been made from fewer files than they hold.
   */
  private boolean keepsResult(PlanRequest request, Candidate candidate) {
    Optional<FileSet> held = request.base().flatMap(PlanRequest.Base::held);
    return held.isPresent()
        && candidate.before().filter(r -> r.state() == DatumState.PROCESSED).isPresent()
        && candidate.now().orElseThrow().stream()
            .allMatch(
                current ->
                    files
                        .find(held.get(), current.path().path())
                        .filter(current.path().entry()::sameContent)
                        .isPresent());
  }

  private PlanItem fitting(PlanItem item, PackWriter out) {
    if (!(item instanceof PlanItem.Run run)) {
      return item;
    }
    List<InputPath> paths = new ArrayList<>();
    for (InputPath path : run.paths()) {
      PathEntry fitting = EmbeddedEntries.fitting(run.key(), path.entry(), trees, out);
      paths.add(new InputPath(path.input(), path.branch(), path.path(), fitting));
    }
    return new PlanItem.Run(run.key(), run.id(), run.hash(), List.copyOf(paths));
  }

  private static boolean isResult(DatumRecord record, Hash hash) {
    return record.state() == DatumState.PROCESSED && record.hash().equals(hash);
  }

  /** The datums whose paths differ from the base's, and those that the base did not process. */
  private Iterator<Candidate> changed(PlanRequest request) {
    return new Merged(unprocessed(request), different(request));
  }

  private Iterator<Candidate> unprocessed(PlanRequest request) {
    Tree datums = request.base().orElseThrow().datums();
    return new Mapped<>(
        Unprocessed.of(trees, datums),
        key -> {
          Optional<DatumRecord> before = trees.find(datums, key.bytes()).map(DatumRecord::decode);
          Optional<List<Current>> now =
              key.parts().stream()
                  .findFirst()
                  .flatMap(part -> current(request, part.path(), entry(request, part)))
                  .map(List::of);
          return Optional.of(new Candidate(key, before, now));
        });
  }

  /** What the input holds where the base had {@code part}, if that is of the same kind. */
  private Optional<PathEntry> entry(PlanRequest request, DatumKey.Part part) {
    return files
        .find(request.files(), part.path())
        .filter(
            entry ->
                entry instanceof DirectoryEntry == (part.kind() == DatumKey.Kind.DIRECTORY)
                    || part.path().isRoot());
  }

  private Iterator<Candidate> different(PlanRequest request) {
    PlanRequest.Base base = request.base().orElseThrow();
    Glob glob = request.input().glob();
    Iterator<PathChange> changes =
        files.differences(
            base.files().orElseThrow(),
            request.files(),
            directory -> glob.mayMatchBelow(directory.path()));
    return new Mapped<>(
        changes,
        change -> {
          if (!glob.matches(change.path())) {
            return Optional.empty();
          }
          Optional<Current> now = current(request, change.path(), change.after());
          return now.map(Current::path)
              .or(() -> input(request, change.path(), change.before()))
              .map(path -> DatumKey.of(List.of(path)))
              .map(
                  key ->
                      new Candidate(
                          key,
                          trees.find(base.datums(), key.bytes()).map(DatumRecord::decode),
                          now.map(List::of)));
        });
  }

  /** All datums of now, side by side with all of the base. */
  private Iterator<Candidate> merged(PlanRequest request) {
    Iterator<PathInfo> paths = files.glob(enumerated(request), request.input().glob());
    Iterator<Candidate> now =
        new Mapped<>(
            paths,
            info ->
                current(request, info.path(), Optional.of(info.entry()))
                    .map(
                        current ->
                            new Candidate(
                                DatumKey.of(List.of(current.path())),
                                Optional.empty(),
                                Optional.of(List.of(current)))));
    Tree datums = request.base().map(PlanRequest.Base::datums).orElse(Tree.EMPTY);
    Iterator<Candidate> before =
        new Mapped<>(
            trees.ascending(datums, new byte[0]),
            entry ->
                Optional.of(
                    new Candidate(
                        DatumKey.ofBytes(entry.key()),
                        Optional.of(DatumRecord.decode(entry)),
                        Optional.empty())));
    return new Merged(before, now);
  }

  /** What is no work matters only where there may be results of it. */
  private static FileSet enumerated(PlanRequest request) {
    boolean fresh = request.base().isEmpty() && request.results().isEmpty();
    return fresh ? request.view().orElse(request.files()) : request.files();
  }

  /** What is to be read at a path: of the view where it has the path, else of the whole input. */
  private Optional<Current> current(PlanRequest request, FilePath path, Optional<PathEntry> entry) {
    Optional<InputPath> whole = input(request, path, entry);
    if (whole.isEmpty() || request.view().isEmpty()) {
      return whole.map(found -> new Current(found, true));
    }
    Optional<InputPath> work = input(request, path, files.find(request.view().get(), path));
    return work.map(found -> new Current(found, true))
        .or(() -> whole.map(found -> new Current(found, false)));
  }

  /** The root directory is no datum while it is empty. */
  private static Optional<InputPath> input(
      PlanRequest request, FilePath path, Optional<PathEntry> entry) {
    return entry
        .filter(found -> !(found instanceof DirectoryEntry directory) || directory.files() > 0)
        .map(found -> new InputPath(request.input().name(), request.input().branch(), path, found));
  }

  /**
   * What a function makes of the items of an iterator; those of which it makes nothing are left
   * out.
   */
  private static final class Mapped<A, B> implements Iterator<B> {
    private final Iterator<? extends A> items;
    private final Function<A, Optional<B>> function;
    private Optional<B> next = Optional.empty();

    Mapped(Iterator<? extends A> items, Function<A, Optional<B>> function) {
      this.items = items;
      this.function = function;
    }

    @Override
    public boolean hasNext() {
      while (next.isEmpty() && items.hasNext()) {
        next = function.apply(items.next());
      }
      return next.isPresent();
    }

    @Override
    public B next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      B result = next.orElseThrow();
      next = Optional.empty();
      return result;
    }
  }

  /** Two ascending streams as one; equal keys become one candidate. */
  private static final class Merged implements Iterator<Candidate> {
    private final Iterator<Candidate> before;
    private final Iterator<Candidate> now;
    private Candidate nextBefore;
    private Candidate nextNow;

    Merged(Iterator<Candidate> before, Iterator<Candidate> now) {
      this.before = before;
      this.now = now;
      nextBefore = before.hasNext() ? before.next() : null;
      nextNow = now.hasNext() ? now.next() : null;
    }

    @Override
    public boolean hasNext() {
      return nextBefore != null || nextNow != null;
    }

    @Override
    public Candidate next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      int order =
          nextBefore == null ? 1 : nextNow == null ? -1 : nextBefore.key().compareTo(nextNow.key());
      Candidate left = nextBefore;
      Candidate right = nextNow;
      if (order <= 0) {
        nextBefore = before.hasNext() ? before.next() : null;
      }
      if (order >= 0) {
        nextNow = now.hasNext() ? now.next() : null;
      }
      if (order == 0) {
        return new Candidate(left.key(), left.before(), right.now());
      }
      return order < 0 ? left : right;
    }
  }
}
