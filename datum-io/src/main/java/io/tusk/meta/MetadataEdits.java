/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.meta;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tusk.pieces.PackWriter;
import io.tusk.tree.Edit;
import io.tusk.tree.Summarizer;
import io.tusk.tree.Tree;
import io.tusk.tree.Trees;
import java.util.Arrays;
import java.util.Iterator;
import java.util.NavigableMap;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The metadata as a transaction has changed it so far; nothing is written before {@link #write}.
 */
public final class MetadataEdits implements Metadata {
  private final MetadataTree base;
  private final NavigableMap<byte[], Optional<MetadataValue>> changes =
      new TreeMap<>(Arrays::compareUnsigned);

  public MetadataEdits(MetadataTree base) {
    this.base = base;
  }

  public void put(String key, MetadataValue value) {
    changes.put(key.getBytes(UTF_8), Optional.of(value));
  }

  /** Nothing happens when there is no such key. */
  public void remove(String key) {
    changes.put(key.getBytes(UTF_8), Optional.empty());
  }

  public boolean isEmpty() {
    return changes.isEmpty();
  }

  /** The changed tree; its new nodes are in {@code out}. */
  public Tree write(Trees trees, PackWriter out) {
    Iterator<Edit> edits =
        changes.entrySet().stream()
            .map(
                change ->
                    new Edit(
                        change.getKey(),
                        change
                            .getValue()
                            .map(
                                value ->
                                    MetadataValueCodec.encode(change.getKey(), value, trees, out))))
            .iterator();
    return trees.edit(base.tree(), edits, Summarizer.NONE, out);
  }

  @Override
  public Optional<MetadataValue> find(String key) {
    Optional<MetadataValue> changed = changes.get(key.getBytes(UTF_8));
    return changed != null ? changed : base.find(key);
  }

  @Override
  public Iterator<Item> ascending(String prefix) {
    return merge(base.ascending(prefix), changesUnder(prefix), 1);
  }

  @Override
  public Iterator<Item> descending(String prefix) {
    return merge(base.descending(prefix), changesUnder(prefix).descendingMap(), -1);
  }

  private NavigableMap<byte[], Optional<MetadataValue>> changesUnder(String prefix) {
    byte[] from = prefix.getBytes(UTF_8);
    NavigableMap<byte[], Optional<MetadataValue>> copy = new TreeMap<>(Arrays::compareUnsigned);
    copy.putAll(changes.subMap(from, true, MetadataTree.endOf(from), false));
    return copy;
  }

  /** Both sides in the given direction; a change hides what the base has under its key. */
  private static Iterator<Item> merge(
      Iterator<Item> base, NavigableMap<byte[], Optional<MetadataValue>> changes, int direction) {
    return new Iterator<>() {
      private Item fromBase = base.hasNext() ? base.next() : null;
      private Item next = find();

      private Item find() {
        while (true) {
          if (changes.isEmpty()) {
            Item item = fromBase;
            fromBase = base.hasNext() ? base.next() : null;
            return item;
          }
          int order =
              fromBase == null
                  ? 1
                  : direction
                      * Arrays.compareUnsigned(fromBase.key().getBytes(UTF_8), changes.firstKey());
          if (order < 0) {
            Item item = fromBase;
            fromBase = base.hasNext() ? base.next() : null;
            return item;
          }
          if (order == 0) {
            fromBase = base.hasNext() ? base.next() : null;
          }
          var change = changes.pollFirstEntry();
          if (change.getValue().isPresent()) {
            return new Item(new String(change.getKey(), UTF_8), change.getValue().get());
          }
        }
      }

      @Override
      public boolean hasNext() {
        return next != null;
      }

      @Override
      public Item next() {
        if (next == null) {
          throw new NoSuchElementException();
        }
        Item item = next;
        next = find();
        return item;
      }
    };
  }
}
