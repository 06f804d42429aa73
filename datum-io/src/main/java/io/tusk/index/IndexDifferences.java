/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.index;

import io.tusk.pieces.Ref;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.NoSuchElementException;

/**
 * The chunks in those nodes of an index that another one does not have in the same place, without
 * what that other node lists too. Reads only nodes that differ.
 */
final class IndexDifferences implements Iterator<Ref> {
  /** Two nodes of one place; {@code before} may be null. */
  private record Place(Ref before, Ref after, int depth) {}

  private final ChunkIndexes nodes;
  private final Deque<Place> places = new ArrayDeque<>();
  private final Deque<Ref> found = new ArrayDeque<>();

  IndexDifferences(ChunkIndexes nodes, ChunkIndex before, ChunkIndex after) {
    this.nodes = nodes;
    push(before.root().orElse(null), after.root().orElse(null), 0);
  }

  private void push(Ref before, Ref after, int depth) {
    if (after != null && (before == null || !before.sameContent(after))) {
      places.push(new Place(before, after, depth));
    }
  }

  @Override
  public boolean hasNext() {
    while (found.isEmpty() && !places.isEmpty()) {
      visit(places.pop());
    }
    return !found.isEmpty();
  }

  @Override
  public Ref next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    return found.pop();
  }

  private void visit(Place place) {
    IndexNode after = nodes.node(place.after(), place.depth());
    IndexNode before =
        place.before() == null ? IndexNode.EMPTY : nodes.node(place.before(), place.depth());
    for (Ref chunk : after.entries()) {
      if (before.find(chunk.hash()) == null) {
        found.add(chunk);
      }
    }
    for (int digit = 0; digit < IndexNode.FAN_OUT; digit++) {
      push(before.child(digit), after.child(digit), place.depth() + 1);
    }
  }
}
