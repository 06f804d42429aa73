/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.plan;

import io.tusk.chunks.ChunkParameters;
import io.tusk.datum.Mapped;
import io.tusk.files.FileSets;
import io.tusk.objects.MemoryObjectStore;
import io.tusk.pieces.PackWriter;
import io.tusk.pieces.PieceReader;
import io.tusk.repo.TuskStore;
import io.tusk.sort.ExternalSort;
import io.tusk.sort.SpilledList;
import io.tusk.tree.TreeParameters;
import io.tusk.tree.Trees;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.Optional;

/** What a planner keeps for a while; on the host's disk where it is much. */
final class PlanScratch implements AutoCloseable {
  private final Deque<AutoCloseable> open = new ArrayDeque<>();

  ExternalSort newSort() {
    ExternalSort sort = new ExternalSort();
    open.push(sort);
    return sort;
  }

  SpilledList newList() {
    SpilledList list = new SpilledList();
    open.push(list);
    return list;
  }

  /** Leaf trees that are in no store. */
  record Leaves(Trees trees, PackWriter out) {}

  Leaves newLeaves(TreeParameters parameters) {
    ScratchObjects objects = new ScratchObjects(new MemoryObjectStore());
    open.push(objects);
    PackWriter out = new PackWriter(objects);
    open.push(out);
    return new Leaves(new Trees(new PieceReader(objects), parameters), out);
  }

  /** The files of a store, and what is written beside it. */
  record Beside(FileSets files, PackWriter out) {}

  /**
   * Nothing is written to the store.
   *
   * @param packBytes how much of what is written waits in memory
   */
  Beside beside(TuskStore store, int packBytes) {
    ScratchObjects objects = new ScratchObjects(store.objects());
    open.push(objects);
    PackWriter out = new PackWriter(objects, packBytes);
    open.push(out);
    Trees trees = new Trees(new PieceReader(objects), store.trees().parameters());
    return new Beside(new FileSets(trees, ChunkParameters.DEFAULT), out);
  }

  /** Has something closed at the end. */
  void closing(AutoCloseable resource) {
    open.push(resource);
  }

  /** The tuples in a form that can be read many times. */
  Tuples kept(Iterator<Tuple> tuples) {
    Tuples kept = newTuples();
    tuples.forEachRemaining(kept::add);
    return kept;
  }

  Tuples newTuples() {
    return new Tuples(newList());
  }

  /** Tuples that can be read many times. */
  static final class Tuples implements Iterable<Tuple> {
    private final SpilledList list;

    private Tuples(SpilledList list) {
      this.list = list;
    }

    void add(Tuple tuple) {
      list.add(tuple.encode());
    }

    long size() {
      return list.size();
    }

    @Override
    public Iterator<Tuple> iterator() {
      return new Mapped<>(list.iterator(), bytes -> Optional.of(Tuple.decode(bytes)));
    }
  }

  @Override
  public void close() {
    RuntimeException failure = null;
    while (!open.isEmpty()) {
      try {
        open.pop().close();
      } catch (RuntimeException e) {
        failure = e;
      } catch (Exception e) {
        failure = new IllegalStateException(e);
      }
    }
    if (failure != null) {
      throw failure;
    }
  }
}
