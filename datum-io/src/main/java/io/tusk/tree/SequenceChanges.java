/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.tree;

import io.tusk.pieces.Hash;
import io.tusk.pieces.Ref;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Set;

/**
 * The chunks of a sequence but for those of another one. Both are taken apart level by level, and
 * nodes that both have are left out. Where more than {@value #MOST_NODES} of a level differ, what
 * is below them is not compared but taken for different, so that memory stays bounded.
 */
final class SequenceChanges implements Iterator<Ref> {
  private static final int MOST_NODES = 512;

  /** Nodes of one level that differ. */
  private record Level(int number, List<Ref> nodes) {
    private static final Level NONE = new Level(-1, List.of());

    private boolean isSmall() {
      return nodes.size() <= MOST_NODES;
    }

    private Level without(Set<Hash> hashes) {
      return new Level(number, nodes.stream().filter(ref -> !hashes.contains(ref.hash())).toList());
    }

    private Set<Hash> hashes() {
      Set<Hash> hashes = new HashSet<>();
      nodes.forEach(ref -> hashes.add(ref.hash()));
      return hashes;
    }
  }

  private final NodeSource source;
  private final Set<Hash> known = new HashSet<>();
  private final Iterator<Ref> nodes;
  private Iterator<SequencePart> inNode = Collections.emptyIterator();
  private Ref next;

  SequenceChanges(NodeSource source, Tree before, Tree after) {
    this.source = source;
    this.nodes = compare(top(before), top(after)).nodes().iterator();
  }

  private Level top(Tree sequence) {
    return sequence
        .root()
        .map(root -> new Level(source.node(root).requirePlaces().level(), List.of(root)))
        .orElse(Level.NONE);
  }

  /** Nodes of {@code after} that hold all its chunks but those of {@code before}. */
  private Level compare(Level before, Level after) {
    Level older = before;
    Level newer = after;
    while (true) {
      if (older.number() == newer.number()) {
        Set<Hash> both = older.hashes();
        both.retainAll(newer.hashes());
        older = older.without(both);
        newer = newer.without(both);
      }
      if (older.nodes().isEmpty() || newer.nodes().isEmpty() || !older.isSmall()) {
        return newer;
      }
      if (older.number() == 0 && newer.number() == 0) {
        older.nodes().forEach(leaf -> source.node(leaf).refs().forEach(r -> known.add(r.hash())));
        return newer;
      }
      int level = Math.max(older.number(), newer.number());
      if (newer.number() == level && !newer.isSmall()) {
        return newer;
      }
      boolean descendsBoth = older.number() == newer.number();
      newer = descendsBoth || newer.number() == level ? below(newer) : newer;
      older = descendsBoth || older.number() == level ? below(older) : older;
    }
  }

  private Level below(Level level) {
    List<Ref> children = new ArrayList<>();
    for (Ref ref : level.nodes()) {
      children.addAll(source.node(ref).refs());
    }
    return new Level(level.number() - 1, children);
  }

  @Override
  public boolean hasNext() {
    while (next == null) {
      if (inNode.hasNext()) {
        Ref chunk = inNode.next().chunk();
        next = known.contains(chunk.hash()) ? null : chunk;
      } else if (nodes.hasNext()) {
        inNode = new SequenceParts(source, nodes.next(), 0, visited -> {});
      } else {
        return false;
      }
    }
    return true;
  }

  @Override
  public Ref next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    Ref result = next;
    next = null;
    return result;
  }
}
