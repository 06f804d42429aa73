/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.tree;

import io.tusk.pieces.PackWriter;
import java.util.Arrays;
import java.util.Iterator;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Edits of one tree in any order, the last one of a key winning. They wait in memory and are
 * applied when there are many; what is read through this sees them at once. Not safe for several
 * threads.
 */
public final class BatchedEdits {
  private static final int MOST_PENDING = 50_000;

  private final Trees trees;
  private final Summarizer summarizer;
  private final PackWriter out;
  private final NavigableMap<byte[], Optional<Entry>> pending =
      new TreeMap<>(Arrays::compareUnsigned);
  private Tree tree;

  public BatchedEdits(Trees trees, Tree base, Summarizer summarizer, PackWriter out) {
    this.trees = trees;
    this.tree = base;
    this.summarizer = summarizer;
    this.out = out;
  }

  public void put(Entry entry) {
    add(entry.key(), Optional.of(entry));
  }

  /** Nothing happens when there is no such key. */
  public void remove(byte[] key) {
    add(key, Optional.empty());
  }

  public Optional<Entry> find(byte[] key) {
    Optional<Entry> edited = pending.get(key);
    return edited != null ? edited : trees.find(tree, key);
  }

  /** The first entry whose key is not below {@code key}. */
  public Optional<Entry> firstFrom(byte[] key) {
    Optional<Entry> stored = Optional.empty();
    Iterator<Entry> entries = trees.ascending(tree, key);
    while (stored.isEmpty() && entries.hasNext()) {
      stored = Optional.of(entries.next()).filter(entry -> !pending.containsKey(entry.key()));
    }
    for (Optional<Entry> edited : pending.tailMap(key, true).values()) {
      if (edited.isPresent()) {
        return stored
            .filter(entry -> Arrays.compareUnsigned(entry.key(), edited.get().key()) < 0)
            .or(() -> edited);
      }
    }
    return stored;
  }

  /** The tree with all edits; its root is stored. */
  public Tree finish() {
    apply();
    return tree;
  }

  private void add(byte[] key, Optional<Entry> entry) {
    pending.put(key, entry);
    if (pending.size() >= MOST_PENDING) {
      apply();
    }
  }

  private void apply() {
    tree =
        trees.edit(
            tree,
            pending.entrySet().stream().map(e -> new Edit(e.getKey(), e.getValue())).iterator(),
            summarizer,
            out);
    pending.clear();
  }
}
