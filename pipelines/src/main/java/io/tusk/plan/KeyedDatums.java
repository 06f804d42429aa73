/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.plan;

import io.tusk.datum.DatumInput;
import io.tusk.datum.Mapped;
import io.tusk.sort.ExternalSort;
import io.tusk.sort.SpilledList;
import io.tusk.tree.Edit;
import io.tusk.tree.Tree;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A join or a group: what compares paths by value. Its paths stand in a section of the leaf tree,
 * and only values that a change touches are looked at again.
 */
abstract class KeyedDatums implements Datums {
  final int section;
  final List<Datums> children;
  final LeafTree leafTree;
  final Paths paths;

  KeyedDatums(int section, List<Datums> children, LeafTree leafTree, Paths paths) {
    this.section = section;
    this.children = children;
    this.leafTree = leafTree;
    this.paths = paths;
  }

  /** The template that gives a leaf's values. */
  abstract String template(DatumInput leaf);

  @Override
  public Set<String> names() {
    return children.stream().flatMap(part -> part.names().stream()).collect(Collectors.toSet());
  }

  @Override
  public boolean hasLeaf(int leaf) {
    return children.stream().anyMatch(child -> child.hasLeaf(leaf));
  }

  KeyValue value(Element.Path path) {
    return paths.value(path, template(paths.leaf(path.leaf())));
  }

  private byte[] key(Element.Path path) {
    return LeafTree.key(section, value(path), path);
  }

  @Override
  public List<PlanShare> shares(InputState state, int wanted) {
    return leafTree.shares(state.leaves(), section, wanted);
  }

  @Override
  public boolean owns(PlanShare share) {
    return share.is(PlanShare.Kind.VALUES, section);
  }

  /** The edits that put all paths into the section. */
  Iterator<Edit> all(InputState state, PlanScratch scratch) {
    ExternalSort sort = scratch.newSort();
    children.forEach(child -> read(child.paths(state), sort::add));
    return edits(sort);
  }

  /** The edits that put paths into a section, with the files that they hold. */
  static Iterator<Edit> edits(ExternalSort found) {
    return new Mapped<>(
        distinct(found), item -> Optional.of(Edit.put(LeafTree.entry(item.key(), item.value()))));
  }

  /** What the paths that it compares are divided into. */
  List<PlanShare> readShares(InputState state, int wanted) {
    return children.stream().flatMap(child -> child.pathShares(state, wanted).stream()).toList();
  }

  /** Tells the keys of the paths of a share, and the files that they hold. */
  void read(InputState state, PlanShare share, BiConsumer<byte[], byte[]> items) {
    children.stream()
        .filter(child -> child.owns(share))
        .forEach(child -> read(child.paths(state, share), items));
  }

  private void read(Iterator<Element.Path> found, BiConsumer<byte[], byte[]> items) {
    found.forEachRemaining(path -> items.accept(key(path), LeafTree.file(path)));
  }

  /** The edits that bring the section up to date; tells {@code touched} what may have changed. */
  Iterator<Edit> changes(Change change, SpilledList touched) {
    ExternalSort sort = change.scratch().newSort();
    for (Datums child : children) {
      child.touchedPaths(change).forEachRemaining(path -> sort.add(key(path), LeafTree.NOTHING));
    }
    return new Mapped<>(
        distinct(sort),
        item -> {
          byte[] key = item.key();
          TouchedPath path = touched(change, key);
          touched.add(path.encode(section));
          if (path.before() == path.after()) {
            return Optional.empty();
          }
          return Optional.of(path.after() ? Edit.put(LeafTree.entry(key)) : Edit.remove(key));
        });
  }

  private TouchedPath touched(Change change, byte[] key) {
    Element.Path path = LeafTree.path(key);
    KeyValue value = LeafTree.value(key);
    boolean before = leafTree.holds(change.before().leaves(), section, value, path);
    boolean after =
        children.stream()
            .anyMatch(child -> child.hasLeaf(path.leaf()) && child.hasPath(change.after(), path));
    return new TouchedPath(value, path, before, after);
  }

  /** The items, ascending, of each key one. */
  private static Iterator<ExternalSort.Item> distinct(ExternalSort sort) {
    return new Mapped<>(
        sort.sorted(),
        new Function<>() {
          private byte[] last;

          @Override
          public Optional<ExternalSort.Item> apply(ExternalSort.Item item) {
            boolean again = last != null && Arrays.equals(last, item.key());
            last = item.key();
            return again ? Optional.empty() : Optional.of(item);
          }
        });
  }

  boolean holds(InputState state, Element.Path path) {
    return leafTree.holds(state.leaves(), section, value(path), path);
  }

  Iterator<Element.Path> paths(Tree leaves, KeyValue value, int from, int to) {
    return leafTree.paths(leaves, section, value, from, to);
  }

  /** The touched paths of one value; their number is bounded by nothing. */
  record Touched(KeyValue value, Iterable<TouchedPath> paths) {}

  /** The values that a change touches, ascending; each is to be used before the next is asked. */
  Iterator<Touched> touchedValues(Change change) {
    TouchedValues values = new TouchedValues(section, change.touched(section));
    change.scratch().closing(values);
    return values;
  }

  private static final class TouchedValues implements Iterator<Touched>, AutoCloseable {
    private final int section;
    private final Iterator<TouchedPath> items;
    private TouchedPath next;
    private SpilledList current = new SpilledList();

    TouchedValues(int section, SpilledList all) {
      this.section = section;
      this.items = decoded(all);
      this.next = items.hasNext() ? items.next() : null;
    }

    private static Iterator<TouchedPath> decoded(SpilledList list) {
      return new Mapped<>(list.iterator(), bytes -> Optional.of(TouchedPath.decode(bytes)));
    }

    @Override
    public boolean hasNext() {
      return next != null;
    }

    @Override
    public Touched next() {
      if (next == null) {
        throw new NoSuchElementException();
      }
      current.close();
      SpilledList own = new SpilledList();
      current = own;
      KeyValue value = next.value();
      while (next != null && next.value().equals(value)) {
        own.add(next.encode(section));
        next = items.hasNext() ? items.next() : null;
      }
      return new Touched(value, () -> decoded(own));
    }

    @Override
    public void close() {
      current.close();
    }
  }
}
