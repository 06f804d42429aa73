/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.plan;

import io.tusk.datum.DatumInput;
import io.tusk.datum.DatumKey;
import io.tusk.datum.Mapped;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongConsumer;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * Each combination of one path of each part that all have one value. Where a part has no path of a
 * value, what remains of the combinations of the others is their paths of outer leaves.
 */
final class JoinDatums extends KeyedDatums {
  private final List<DatumInput> leaves;
  private final LongConsumer counted;

  /**
   * @param counted is told at most how many combinations there are of a value, or are touched,
   *     before the first one is made
   */
  JoinDatums(
      int section,
      List<Datums> children,
      List<DatumInput> leaves,
      LeafTree leafTree,
      Paths paths,
      LongConsumer counted) {
    super(section, children, leafTree, paths);
    this.leaves = leaves;
    this.counted = counted;
  }

  @Override
  String template(DatumInput leaf) {
    return leaf.joinOn();
  }

  private Presence presence(InputState state, KeyValue value) {
    return new Presence(
        children.stream()
            .map(
                child ->
                    Presence.Has.of(
                        of(state, value, child, DatumInput.Match.OUTER).hasNext(),
                        of(state, value, child, DatumInput.Match.INNER).hasNext()))
            .toList());
  }

  /** The paths that a part has of a value from leaves of that kind. */
  private Iterator<Element.Path> of(
      InputState state, KeyValue value, Datums child, DatumInput.Match match) {
    Iterator<DatumInput> own =
        leaves.stream()
            .filter(leaf -> leaf.match() == match && child.hasLeaf(leaf.number()))
            .iterator();
    return new Chained<>(
        own, leaf -> paths(state.leaves(), value, leaf.number(), leaf.number() + 1));
  }

  /** The paths that a part has of a value, of all its leaves. */
  private Iterator<Element.Path> of(InputState state, KeyValue value, Datums child) {
    Iterator<DatumInput> own =
        leaves.stream().filter(leaf -> child.hasLeaf(leaf.number())).iterator();
    return new Chained<>(
        own, leaf -> paths(state.leaves(), value, leaf.number(), leaf.number() + 1));
  }

  /** What a part brings to a value's combinations, while all parts are as in {@code presence}. */
  private Iterable<Tuple> choices(InputState state, KeyValue value, Presence presence, int part) {
    Datums child = children.get(part);
    if (presence.isFull()) {
      return () -> tuples(of(state, value, child));
    }
    Iterable<Tuple> outer = () -> tuples(of(state, value, child, DatumInput.Match.OUTER));
    // A path of an inner leaf is left out of its combinations.
    return presence.parts().get(part).hasInner()
        ? () -> new Chained<>(List.of(outer, List.of(Tuple.EMPTY)).iterator(), Iterable::iterator)
        : outer;
  }

  private static Iterator<Tuple> tuples(Iterator<Element.Path> found) {
    return new Mapped<>(found, path -> Optional.of(Tuple.of(path)));
  }

  private List<Integer> present(Presence presence) {
    return IntStream.range(0, children.size())
        .filter(part -> presence.parts().get(part) != Presence.Has.NOTHING)
        .boxed()
        .toList();
  }

  private List<Iterable<Tuple>> factors(InputState state, KeyValue value, Presence presence) {
    return present(presence).stream().map(part -> choices(state, value, presence, part)).toList();
  }

  private static Iterator<Tuple> all(List<Iterable<Tuple>> factors) {
    return factors.isEmpty()
        ? Collections.emptyIterator()
        : new Mapped<>(
            Product.of(factors),
            tuple -> Optional.of(tuple).filter(found -> !found.elements().isEmpty()));
  }

  private Iterator<Tuple> counted(List<Iterable<Tuple>> factors) {
    counted.accept(Product.count(factors));
    return all(factors);
  }

  @Override
  public Iterator<Tuple> all(InputState state) {
    return new Chained<>(
        leafTree.values(state.leaves(), section),
        value -> counted(factors(state, value, presence(state, value))));
  }

  @Override
  public boolean isEmpty(InputState state) {
    return !paths(state).hasNext();
  }

  @Override
  public Iterator<Tuple> all(InputState state, PlanShare share) {
    return new Chained<>(
        leafTree.values(state.leaves(), share),
        value -> all(factors(state, value, presence(state, value))));
  }

  @Override
  public Iterator<Touch> touched(Change change) {
    return new Chained<>(touchedValues(change), touched -> touched(change, touched));
  }

  private Iterator<Touch> touched(Change change, Touched touched) {
    KeyValue value = touched.value();
    Presence before = presence(change.before(), value);
    Presence after = presence(change.after(), value);
    if (!before.isLike(after)) {
      Iterator<Tuple> gone = all(factors(change.before(), value, before));
      Iterator<Tuple> now = counted(factors(change.after(), value, after));
      List<Iterator<Touch>> both =
          List.of(
              new Mapped<>(gone, tuple -> Optional.of(Touch.before(tuple))),
              new Mapped<>(now, tuple -> Optional.of(Touch.after(tuple))));
      return new Chained<>(both.iterator(), Function.identity());
    }
    List<Part> parts =
        present(after).stream().map(part -> new Part(change, touched, after, part)).toList();
    return parts.isEmpty()
        ? Collections.emptyIterator()
        : new Mapped<>(
            Product.changes(parts, counted),
            touch -> Optional.of(touch).filter(found -> !found.tuple().elements().isEmpty()));
  }

  /** A part as a factor of one value's combinations, which are made as they were. */
  private final class Part implements Product.Factor {
    private final Change change;
    private final Touched touched;
    private final Presence presence;
    private final int part;

    Part(Change change, Touched touched, Presence presence, int part) {
      this.change = change;
      this.touched = touched;
      this.presence = presence;
      this.part = part;
    }

    @Override
    public Iterable<Tuple> before() {
      return choices(change.before(), touched.value(), presence, part);
    }

    @Override
    public Iterable<Tuple> after() {
      return choices(change.after(), touched.value(), presence, part);
    }

    @Override
    public Iterable<Tuple> touched() {
      return () -> mine(TouchedPath::after);
    }

    @Override
    public Iterable<Tuple> gone() {
      return () -> mine(path -> path.before() && !path.after());
    }

    private Iterator<Tuple> mine(Predicate<TouchedPath> wanted) {
      return new Mapped<>(
          touched.paths().iterator(),
          path ->
              Optional.of(path)
                  .filter(wanted)
                  .map(TouchedPath::path)
                  .filter(this::counts)
                  .map(Tuple::of));
    }

    private boolean counts(Element.Path path) {
      return children.get(part).hasLeaf(path.leaf())
          && (presence.isFull() || paths.leaf(path.leaf()).match() == DatumInput.Match.OUTER);
    }
  }

  @Override
  public Optional<Tuple> find(InputState state, Iterable<DatumKey.Part> parts) {
    if (!new Named(parts, names()).isAll()) {
      return Optional.empty();
    }
    List<List<Element.Path>> found = new ArrayList<>();
    for (Datums child : children) {
      Iterator<DatumKey.Part> own = new Named(parts, child.names()).iterator();
      Optional<DatumKey.Part> part = own.hasNext() ? Optional.of(own.next()) : Optional.empty();
      List<Element.Path> paths = part.map(at -> candidates(state, child, at)).orElse(List.of());
      if (own.hasNext() || (part.isPresent() && paths.isEmpty())) {
        return Optional.empty();
      }
      found.add(paths);
    }
    return found.stream()
        .flatMap(List::stream)
        .map(this::value)
        .distinct()
        .flatMap(value -> find(state, value, found).stream())
        .findFirst();
  }

  /** What a path may be for a part: of one leaf or another. */
  private List<Element.Path> candidates(InputState state, Datums child, DatumKey.Part part) {
    return leaves.stream()
        .filter(
            leaf ->
                child.hasLeaf(leaf.number())
                    && leaf.name().equals(part.input())
                    && leaf.branch().equals(part.branch())
                    && leaf.glob().matches(part.path()))
        .map(leaf -> new Element.Path(leaf.number(), part.path(), part.kind(), Optional.empty()))
        .filter(path -> holds(state, path))
        .toList();
  }

  private Optional<Tuple> find(
      InputState state, KeyValue value, List<List<Element.Path>> candidates) {
    Presence presence = presence(state, value);
    Tuple tuple = Tuple.EMPTY;
    for (int part = 0; part < children.size(); part++) {
      Optional<Element.Path> own =
          candidates.get(part).stream()
              .filter(path -> value(path).equals(value))
              .filter(
                  path ->
                      presence.isFull()
                          || paths.leaf(path.leaf()).match() == DatumInput.Match.OUTER)
              .findFirst();
      Presence.Has has = presence.parts().get(part);
      boolean mayBeMissing = !presence.isFull() && (has == Presence.Has.NOTHING || has.hasInner());
      if (own.isEmpty() && (!mayBeMissing || !candidates.get(part).isEmpty())) {
        return Optional.empty();
      }
      tuple = own.isPresent() ? tuple.plus(Tuple.of(own.get())) : tuple;
    }
    return tuple.elements().isEmpty() ? Optional.empty() : Optional.of(tuple);
  }

  @Override
  public Iterator<Element.Path> paths(InputState state) {
    return new Chained<>(
        leafTree.values(state.leaves(), section),
        value -> taking(state, value, presence(state, value)));
  }

  @Override
  public Iterator<Element.Path> paths(InputState state, PlanShare share) {
    return new Chained<>(
        leafTree.values(state.leaves(), share),
        value -> taking(state, value, presence(state, value)));
  }

  /** The paths of a value that are in some combination. */
  private Iterator<Element.Path> taking(InputState state, KeyValue value, Presence presence) {
    return new Chained<>(
        children.iterator(),
        child ->
            presence.isFull()
                ? of(state, value, child)
                : of(state, value, child, DatumInput.Match.OUTER));
  }

  @Override
  public Iterator<Element.Path> touchedPaths(Change change) {
    return new Chained<>(
        touchedValues(change),
        touched -> {
          Presence before = presence(change.before(), touched.value());
          Presence after = presence(change.after(), touched.value());
          if (before.isFull() == after.isFull()) {
            return new Mapped<>(touched.paths().iterator(), path -> Optional.of(path.path()));
          }
          return new Chained<>(
              List.of(true, false).iterator(),
              now ->
                  taking(
                      now ? change.after() : change.before(),
                      touched.value(),
                      now ? after : before));
        });
  }

  @Override
  public boolean hasPath(InputState state, Element.Path path) {
    return holds(state, path)
        && (paths.leaf(path.leaf()).match() == DatumInput.Match.OUTER
            || presence(state, value(path)).isFull());
  }
}
