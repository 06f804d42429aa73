/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.datum;

import io.tusk.tree.Entry;
import io.tusk.tree.Tree;
import io.tusk.tree.Trees;
import java.util.Iterator;
import java.util.NoSuchElementException;

/** The datums of a datum tree that were not processed, found by what the tree counts. */
public final class Unprocessed implements Iterator<DatumKey> {
  private final Iterator<Entry> entries;
  private Entry next;

  private Unprocessed(Iterator<Entry> entries) {
    this.entries = entries;
  }

  /** Their keys, ascending; reads only the nodes above them. */
  public static Iterator<DatumKey> of(Trees trees, Tree datums) {
    return new Unprocessed(
        trees.counted(
            datums,
            counts -> counts[DatumState.RECOVERED.code()] + counts[DatumState.FAILED.code()] > 0));
  }

  @Override
  public boolean hasNext() {
    while (next == null && entries.hasNext()) {
      Entry entry = entries.next();
      next = DatumRecord.decode(entry).state() == DatumState.PROCESSED ? null : entry;
    }
    return next != null;
  }

  @Override
  public DatumKey next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    DatumKey key = DatumKey.ofBytes(next.key());
    next = null;
    return key;
  }
}
