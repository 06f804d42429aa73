/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.meta;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tusk.tree.Change;
import io.tusk.tree.Entry;
import io.tusk.tree.Tree;
import io.tusk.tree.Trees;
import java.util.Arrays;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;

/** The metadata of one root record. */
public final class MetadataTree implements Metadata {
  private final Trees trees;
  private final Tree tree;

  public MetadataTree(Trees trees, Tree tree) {
    this.trees = trees;
    this.tree = tree;
  }

  Tree tree() {
    return tree;
  }

  @Override
  public Optional<MetadataValue> find(String key) {
    return trees.find(tree, key.getBytes(UTF_8)).map(this::decode);
  }

  @Override
  public Iterator<Item> ascending(String prefix) {
    byte[] from = prefix.getBytes(UTF_8);
    return items(trees.ascending(tree, from), from);
  }

  @Override
  public Iterator<Item> descending(String prefix) {
    byte[] start = prefix.getBytes(UTF_8);
    return items(trees.descending(tree, endOf(start)), start);
  }

  /** What became of {@code before}, ascending by key; reads only the nodes that differ. */
  public Iterator<MetadataChange> changesSince(MetadataTree before) {
    Iterator<Change> changes = trees.differences(before.tree, tree);
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return changes.hasNext();
      }

      @Override
      public MetadataChange next() {
        Change change = changes.next();
        return new MetadataChange(
            new String(change.key(), UTF_8),
            change.before().map(MetadataTree.this::decode),
            change.after().map(MetadataTree.this::decode));
      }
    };
  }

  /** The first key after all that start with {@code prefix}, which is UTF-8 and so has no 0xFF. */
  static byte[] endOf(byte[] prefix) {
    byte[] end = Arrays.copyOf(prefix, prefix.length + 1);
    end[prefix.length] = (byte) 0xFF;
    return end;
  }

  private MetadataValue decode(Entry entry) {
    return MetadataValueCodec.decode(entry, trees);
  }

  private Iterator<Item> items(Iterator<Entry> entries, byte[] prefix) {
    return new Iterator<>() {
      private Entry next = read();

      private Entry read() {
        if (!entries.hasNext()) {
          return null;
        }
        Entry entry = entries.next();
        boolean inside =
            entry.key().length >= prefix.length
                && Arrays.equals(entry.key(), 0, prefix.length, prefix, 0, prefix.length);
        return inside ? entry : null;
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
        Entry entry = next;
        next = read();
        return new Item(new String(entry.key(), UTF_8), decode(entry));
      }
    };
  }
}
