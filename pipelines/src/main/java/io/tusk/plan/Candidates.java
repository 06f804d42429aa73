/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.plan;

import io.tusk.datum.DatumKey;
import io.tusk.datum.DatumRecord;
import io.tusk.datum.Mapped;
import io.tusk.datum.PathLists;
import io.tusk.datum.Unprocessed;
import io.tusk.files.FileSets;
import io.tusk.pieces.Varints;
import io.tusk.sort.ExternalSort;
import io.tusk.tree.Entry;
import io.tusk.tree.Tree;
import io.tusk.tree.Trees;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

/** The datums that a plan has to decide about, ascending by key, each once. */
final class Candidates {
  private static final byte[] IN_BASE = {};

  private final Trees trees;
  private final PathLists lists;
  private final InputDatums datums;
  private final PlanScratch scratch;
  private final Tree base;

  /** {@code base}: the datum tree that the plan starts from. */
  Candidates(FileSets files, InputDatums datums, PlanScratch scratch, Tree base) {
    this.trees = files.trees();
    this.lists = new PathLists(files);
    this.datums = datums;
    this.scratch = scratch;
    this.base = base;
  }

  /** Those that the change may concern, and those that the base did not process. */
  Iterator<Candidate> changed(Change change) {
    return Candidate.merged(unprocessed(change.after()), touched(change));
  }

  /** All of now, side by side with all of the base. */
  Iterator<Candidate> all(InputState now) {
    Iterator<Found> found =
        new Mapped<>(datums.root().all(now), tuple -> Optional.of(found(Touch.after(tuple), now)));
    Iterator<Candidate> current =
        new Mapped<>(
            inOrder(found, datums.areAllSorted()),
            datum -> Optional.of(new Candidate(datum.key, Optional.empty(), of(datum, now, now))));
    Iterator<Candidate> before =
        new Mapped<>(
            trees.ascending(base, new byte[0]),
            entry ->
                Optional.of(
                    new Candidate(
                        DatumKey.ofBytes(entry.key()),
                        Optional.of(DatumRecord.decode(entry)),
                        Optional.empty())));
    return Candidate.merged(before, current);
  }

  /** All that the base has, in shares. */
  List<PlanShare> baseShares(int wanted) {
    List<PlanShare> shares = new ArrayList<>();
    byte[] from = {};
    for (byte[] cut : trees.cuts(base, from, new byte[0], wanted)) {
      shares.add(new PlanShare(PlanShare.Kind.BASE, 0, from, cut));
      from = cut;
    }
    if (!base.isEmpty()) {
      shares.add(new PlanShare(PlanShare.Kind.BASE, 0, from, new byte[0]));
    }
    return shares;
  }

  /** Tells the keys of a share of the base, for {@link #of}. */
  void readBase(PlanShare share, BiConsumer<byte[], byte[]> items) {
    Iterator<Entry> entries = trees.ascending(base, share.from());
    while (entries.hasNext()) {
      byte[] key = entries.next().key();
      if (share.to().length > 0 && Arrays.compareUnsigned(key, share.to()) >= 0) {
        return;
      }
      items.accept(key, IN_BASE);
    }
  }

  /** Tells the keys of datums and what they are made of, for {@link #of}. */
  void read(Iterator<Tuple> tuples, InputState now, BiConsumer<byte[], byte[]> items) {
    while (tuples.hasNext()) {
      Found found = found(Touch.after(tuples.next()), now);
      items.accept(found.key().bytes(), found.encode());
    }
  }

  /** What {@link #all} has of some keys; {@code items} are all that was read of them, ascending. */
  Iterator<Candidate> of(Iterator<ExternalSort.Item> items, InputState now) {
    return new Iterator<>() {
      private ExternalSort.Item next = items.hasNext() ? items.next() : null;

      @Override
      public boolean hasNext() {
        return next != null;
      }

      @Override
      public Candidate next() {
        if (next == null) {
          throw new NoSuchElementException();
        }
        byte[] key = next.key();
        Optional<DatumRecord> before = Optional.empty();
        Optional<Found> found = Optional.empty();
        while (next != null && Arrays.equals(next.key(), key)) {
          if (next.value().length == 0) {
            before = record(DatumKey.ofBytes(key));
          } else if (found.isEmpty()) {
            found = Optional.of(Found.decode(next));
          }
          next = items.hasNext() ? items.next() : null;
        }
        return new Candidate(
            DatumKey.ofBytes(key),
            before,
            found.flatMap(datum -> Candidates.this.of(datum, now, now)));
      }
    };
  }

  private Iterator<Candidate> touched(Change change) {
    Iterator<Found> found =
        new Mapped<>(
            datums.root().touched(change),
            touch -> Optional.of(found(touch, touch.isAfter() ? change.after() : change.before())));
    return new Mapped<>(
        inOrder(found, datums.areTouchedSorted()),
        datum -> {
          InputState then = datum.touch().isAfter() ? change.after() : change.before();
          return Optional.of(
              new Candidate(datum.key, record(datum.key), of(datum, then, change.after())));
        });
  }

  /**
   * What a datum is made of now. Where it may come of several leaves, the touch of one does not
   * tell: another may have it still, and of all that do the first ones count.
   */
  private Optional<Tuple> of(Found found, InputState then, InputState now) {
    return datums.hasTwins()
        ? datums.root().find(now, datums.paths().parts(found.touch().tuple(), then))
        : found.now();
  }

  private Iterator<Candidate> unprocessed(InputState now) {
    return new Mapped<>(
        Unprocessed.of(trees, base),
        key -> {
          DatumRecord before = record(key).orElseThrow();
          Optional<Tuple> tuple = datums.root().find(now, lists.parts(key, before.paths()));
          return Optional.of(new Candidate(key, Optional.of(before), tuple));
        });
  }

  private Optional<DatumRecord> record(DatumKey key) {
    return trees.find(base, key.bytes()).map(DatumRecord::decode);
  }

  /** A touch with its datum's key. */
  private record Found(DatumKey key, Touch touch) {
    Optional<Tuple> now() {
      return touch.isAfter() ? Optional.of(touch.tuple()) : Optional.empty();
    }

    byte[] encode() {
      Varints.Output out = new Varints.Output().u8(touch.isAfter() ? 1 : 0);
      touch.tuple().write(out);
      return out.toByteArray();
    }

    static Found decode(ExternalSort.Item item) {
      Varints.Input in = new Varints.Input(item.value());
      boolean isAfter = in.u8() == 1;
      Tuple tuple = Tuple.read(in);
      return new Found(
          DatumKey.ofBytes(item.key()), isAfter ? Touch.after(tuple) : Touch.before(tuple));
    }
  }

  private Found found(Touch touch, InputState state) {
    return new Found(
        DatumKey.of(datums.paths().parts(touch.tuple(), state), trees.parameters()), touch);
  }

  /** One for each key; what is there now counts more than what was there. */
  private Iterator<Found> inOrder(Iterator<Found> found, boolean isSorted) {
    if (isSorted) {
      return shortFirst(found);
    }
    ExternalSort sort = scratch.newSort();
    found.forEachRemaining(datum -> sort.add(datum.key().bytes(), datum.encode()));
    return new Unique(sort.sorted());
  }

  /** For datums in the order of their paths: those with long keys come after all others. */
  private Iterator<Found> shortFirst(Iterator<Found> found) {
    ExternalSort longs = scratch.newSort();
    Iterator<Found> shorts =
        new Mapped<>(
            found,
            datum -> {
              if (!datum.key().isLong()) {
                return Optional.of(datum);
              }
              longs.add(datum.key().bytes(), datum.encode());
              return Optional.empty();
            });
    List<Supplier<Iterator<Found>>> both = List.of(() -> shorts, () -> new Unique(longs.sorted()));
    return new Chained<>(both.iterator(), Supplier::get);
  }

  private static final class Unique implements Iterator<Found> {
    private final Iterator<ExternalSort.Item> items;
    private Found next;

    Unique(Iterator<ExternalSort.Item> items) {
      this.items = items;
      this.next = items.hasNext() ? Found.decode(items.next()) : null;
    }

    @Override
    public boolean hasNext() {
      return next != null;
    }

    @Override
    public Found next() {
      if (next == null) {
        throw new NoSuchElementException();
      }
      Found found = next;
      next = null;
      while (next == null && items.hasNext()) {
        Found other = Found.decode(items.next());
        if (!other.key().equals(found.key())) {
          next = other;
        } else if (!found.touch().isAfter()) {
          found = other;
        }
      }
      return found;
    }
  }
}
