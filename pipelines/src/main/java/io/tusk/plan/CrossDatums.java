/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.plan;

import io.tusk.datum.DatumKey;
import java.util.Collections;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongConsumer;
import java.util.stream.Collectors;

/** Each combination of one datum of each part. */
final class CrossDatums implements Datums {
  private final List<Datums> parts;
  private final PlanScratch scratch;
  private final LongConsumer counted;

  /** Whether all parts have datums; asked for again and again. */
  private final IdentityHashMap<InputState, Boolean> full = new IdentityHashMap<>();

  /**
   * @param counted is told how many combinations there are, or are touched, before the first one is
   *     made
   */
  CrossDatums(List<Datums> parts, PlanScratch scratch, LongConsumer counted) {
    this.parts = parts;
    this.scratch = scratch;
    this.counted = counted;
  }

  @Override
  public Set<String> names() {
    return parts.stream().flatMap(part -> part.names().stream()).collect(Collectors.toSet());
  }

  @Override
  public boolean hasLeaf(int leaf) {
    return parts.stream().anyMatch(part -> part.hasLeaf(leaf));
  }

  @Override
  public boolean isEmpty(InputState state) {
    return parts.stream().anyMatch(part -> part.isEmpty(state));
  }

  @Override
  public Iterator<Tuple> all(InputState state) {
    if (!isFull(state)) {
      return Collections.emptyIterator();
    }
    List<PlanScratch.Tuples> factors =
        parts.stream().map(part -> scratch.kept(part.all(state))).toList();
    counted.accept(Product.count(factors));
    return Product.of(factors);
  }

  /** Those of the part that has most; of the others each share needs all. */
  @Override
  public List<PlanShare> shares(InputState state, int wanted) {
    return parts.stream()
        .map(part -> part.shares(state, wanted))
        .max(Comparator.comparing(List::size))
        .orElseThrow();
  }

  @Override
  public List<PlanShare> pathShares(InputState state, int wanted) {
    return parts.stream().flatMap(part -> part.pathShares(state, wanted).stream()).toList();
  }

  @Override
  public boolean owns(PlanShare share) {
    return parts.stream().anyMatch(part -> part.owns(share));
  }

  private Datums owner(PlanShare share) {
    return parts.stream().filter(part -> part.owns(share)).findFirst().orElseThrow();
  }

  @Override
  public Iterator<Tuple> all(InputState state, PlanShare share) {
    Datums owner = owner(share);
    PlanScratch.Tuples own = scratch.kept(owner.all(state, share));
    if (own.size() == 0) {
      return Collections.emptyIterator();
    }
    return Product.of(
        parts.stream().map(part -> part == owner ? own : scratch.kept(part.all(state))).toList());
  }

  @Override
  public Iterator<Element.Path> paths(InputState state, PlanShare share) {
    return isFull(state) ? owner(share).paths(state, share) : Collections.emptyIterator();
  }

  /** What its first part has turns slowest, and comes first in keys. */
  @Override
  public boolean areAllSorted() {
    return parts.stream().allMatch(Datums::areAllSorted);
  }

  @Override
  public Iterator<Touch> touched(Change change) {
    return Product.changes(parts.stream().map(part -> new Part(part, change)).toList(), counted);
  }

  /**
   * A part as a factor; what is asked for is kept, as it is read many times. While another part has
   * nothing, no change matters, so that nothing else is asked for.
   */
  private final class Part implements Product.Factor {
    private final Datums datums;
    private final Change change;
    private Optional<PlanScratch.Tuples> before = Optional.empty();
    private Optional<PlanScratch.Tuples> after = Optional.empty();
    private Optional<PlanScratch.Tuples> touched = Optional.empty();
    private Optional<PlanScratch.Tuples> gone = Optional.empty();

    Part(Datums datums, Change change) {
      this.datums = datums;
      this.change = change;
    }

    @Override
    public Iterable<Tuple> before() {
      if (before.isEmpty()) {
        before = Optional.of(change.scratch().kept(datums.all(change.before())));
      }
      return before.get();
    }

    @Override
    public Iterable<Tuple> after() {
      if (after.isEmpty()) {
        after = Optional.of(change.scratch().kept(datums.all(change.after())));
      }
      return after.get();
    }

    @Override
    public Iterable<Tuple> touched() {
      split();
      return ifFull(change.after(), touched.orElseThrow());
    }

    @Override
    public Iterable<Tuple> gone() {
      split();
      return ifFull(change.before(), gone.orElseThrow());
    }

    private Iterable<Tuple> ifFull(InputState state, PlanScratch.Tuples tuples) {
      return tuples.size() == 0 || isFull(state) ? tuples : List.of();
    }

    private void split() {
      if (touched.isPresent()) {
        return;
      }
      PlanScratch.Tuples now = change.scratch().newTuples();
      PlanScratch.Tuples lost = change.scratch().newTuples();
      datums
          .touched(change)
          .forEachRemaining(touch -> (touch.isAfter() ? now : lost).add(touch.tuple()));
      touched = Optional.of(now);
      gone = Optional.of(lost);
    }
  }

  @Override
  public Optional<Tuple> find(InputState state, Iterable<DatumKey.Part> all) {
    Tuple found = Tuple.EMPTY;
    for (Datums part : parts) {
      Named named = new Named(all, part.names());
      Optional<Tuple> own = named.iterator().hasNext() ? part.find(state, named) : Optional.empty();
      if (own.isEmpty()) {
        return Optional.empty();
      }
      found = found.plus(own.get());
    }
    return new Named(all, names()).isAll() ? Optional.of(found) : Optional.empty();
  }

  @Override
  public Iterator<Element.Path> paths(InputState state) {
    return isFull(state)
        ? new Chained<>(parts.iterator(), part -> part.paths(state))
        : Collections.emptyIterator();
  }

  @Override
  public Iterator<Element.Path> touchedPaths(Change change) {
    boolean before = isFull(change.before());
    boolean after = isFull(change.after());
    if (before && after) {
      return new Chained<>(parts.iterator(), part -> part.touchedPaths(change));
    }
    // With the first datum of one part come the paths of all, and with the last one they go.
    return new Chained<>(List.of(change.before(), change.after()).iterator(), this::paths);
  }

  @Override
  public boolean hasPath(InputState state, Element.Path path) {
    return isFull(state)
        && parts.stream().anyMatch(part -> part.hasLeaf(path.leaf()) && part.hasPath(state, path));
  }

  private boolean isFull(InputState state) {
    return full.computeIfAbsent(state, asked -> !isEmpty(asked));
  }
}
