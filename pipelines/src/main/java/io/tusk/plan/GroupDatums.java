/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.plan;

import io.tusk.datum.DatumInput;
import io.tusk.datum.DatumKey;
import io.tusk.datum.Mapped;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/** One datum for each value, of all paths that have it. */
final class GroupDatums extends KeyedDatums {
  private final List<DatumInput> leaves;

  GroupDatums(
      int section, List<Datums> children, List<DatumInput> leaves, LeafTree leafTree, Paths paths) {
    super(section, children, leafTree, paths);
    this.leaves = leaves;
    paths.add(section, this);
  }

  @Override
  String template(DatumInput leaf) {
    return leaf.groupBy();
  }

  private Tuple tuple(KeyValue value) {
    return Tuple.of(new Element.Members(section, value));
  }

  /** All paths of a value; one that several arms of a union have comes with the first. */
  Iterator<Element.Path> members(InputState state, KeyValue value) {
    return new Mapped<>(
        paths(state.leaves(), value, 0, LeafTree.ALL_LEAVES),
        path -> Optional.of(path).filter(found -> !isAgain(state, value, found)));
  }

  private boolean isAgain(InputState state, KeyValue value, Element.Path path) {
    DatumInput own = paths.leaf(path.leaf());
    for (DatumInput leaf : leaves) {
      if (leaf.number() >= own.number()) {
        return false;
      }
      boolean sameInput = leaf.name().equals(own.name()) && leaf.branch().equals(own.branch());
      if (sameInput
          && leafTree.holds(
              state.leaves(),
              section,
              value,
              new Element.Path(leaf.number(), path.path(), path.kind(), Optional.empty()))) {
        return true;
      }
    }
    return false;
  }

  @Override
  public Iterator<Tuple> all(InputState state) {
    return new Mapped<>(
        leafTree.values(state.leaves(), section), value -> Optional.of(tuple(value)));
  }

  @Override
  public Iterator<Tuple> all(InputState state, PlanShare share) {
    return new Mapped<>(leafTree.values(state.leaves(), share), value -> Optional.of(tuple(value)));
  }

  @Override
  public Iterator<Touch> touched(Change change) {
    return new Chained<>(touchedValues(change), touched -> touched(change, touched).iterator());
  }

  private List<Touch> touched(Change change, Touched touched) {
    KeyValue value = touched.value();
    List<Touch> touches = new ArrayList<>();
    boolean isOther = false;
    for (TouchedPath path : touched.paths()) {
      isOther |= path.before() != path.after();
    }
    // With other paths it is another datum.
    if (isOther && members(change.before(), value).hasNext()) {
      touches.add(Touch.before(tuple(value)));
    }
    if (members(change.after(), value).hasNext()) {
      touches.add(Touch.after(tuple(value)));
    }
    return touches;
  }

  @Override
  public Optional<Tuple> find(InputState state, Iterable<DatumKey.Part> parts) {
    Iterator<DatumKey.Part> wanted = parts.iterator();
    if (!wanted.hasNext()) {
      return Optional.empty();
    }
    DatumKey.Part first = wanted.next();
    for (DatumInput leaf : leaves) {
      if (leaf.name().equals(first.input())
          && leaf.branch().equals(first.branch())
          && leaf.glob().matches(first.path())) {
        KeyValue value =
            value(new Element.Path(leaf.number(), first.path(), first.kind(), Optional.empty()));
        if (isAll(parts.iterator(), members(state, value))) {
          return Optional.of(tuple(value));
        }
      }
    }
    return Optional.empty();
  }

  private boolean isAll(Iterator<DatumKey.Part> wanted, Iterator<Element.Path> members) {
    while (wanted.hasNext() && members.hasNext()) {
      if (!wanted.next().equals(paths.part(members.next()))) {
        return false;
      }
    }
    return !wanted.hasNext() && !members.hasNext();
  }

  @Override
  public Iterator<Element.Path> paths(InputState state) {
    return leafTree.paths(state.leaves(), section);
  }

  @Override
  public Iterator<Element.Path> paths(InputState state, PlanShare share) {
    return leafTree.paths(state.leaves(), share);
  }

  @Override
  public Iterator<Element.Path> touchedPaths(Change change) {
    return new Mapped<>(
        change.touched(section).iterator(), bytes -> Optional.of(TouchedPath.decode(bytes).path()));
  }

  @Override
  public boolean hasPath(InputState state, Element.Path path) {
    return holds(state, path);
  }
}
