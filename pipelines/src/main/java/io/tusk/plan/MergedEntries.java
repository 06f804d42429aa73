/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.plan;

import io.tusk.tree.Edit;
import io.tusk.tree.Entry;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.PriorityQueue;

/** The entries of several trees that share no key, as the edits that put them all into one. */
final class MergedEntries implements Iterator<Edit> {
  private final PriorityQueue<Source> sources =
      new PriorityQueue<>(
          Comparator.comparing(source -> source.next().key(), Arrays::compareUnsigned));

  /** A tree's entries, and the first of them. */
  private record Source(Entry next, Iterator<Entry> rest) {}

  /** Each ascends. */
  MergedEntries(List<Iterator<Entry>> trees) {
    trees.forEach(this::add);
  }

  private void add(Iterator<Entry> entries) {
    if (entries.hasNext()) {
      sources.add(new Source(entries.next(), entries));
    }
  }

  @Override
  public boolean hasNext() {
    return !sources.isEmpty();
  }

  @Override
  public Edit next() {
    Source first = sources.remove();
    add(first.rest());
    return Edit.put(first.next());
  }
}
