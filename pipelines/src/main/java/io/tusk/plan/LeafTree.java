/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.plan;

import io.tusk.datum.Mapped;
import io.tusk.pieces.Varints;
import io.tusk.tree.Entry;
import io.tusk.tree.Tree;
import io.tusk.tree.Trees;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;

/**
 * Leaf trees: which paths a join or group compares, by value. Each join or group of an input has a
 * section. A key is the section (u16), the value, the leaf (u16) and the path; entries hold
 * nothing. {@code docs/format-jobs.md}.
 */
final class LeafTree {
  static final int ALL_LEAVES = 0xFFFF;

  private static final int SECTION_BYTES = 2;
  private static final byte[] NOTHING = {};

  private final Trees trees;

  LeafTree(Trees trees) {
    this.trees = trees;
  }

  static byte[] key(int section, KeyValue value, Element.Path path) {
    return prefix(section, value, path.leaf()).bytes(path.bytes()).toByteArray();
  }

  static Entry entry(byte[] key) {
    return Entry.of(key, NOTHING, List.of());
  }

  private static Varints.Output prefix(int section, KeyValue value, int leaf) {
    Varints.Output out = new Varints.Output();
    u16(out, section);
    out.bytes(value.bytes());
    u16(out, leaf);
    return out;
  }

  private static void u16(Varints.Output out, int number) {
    out.u8(number >>> 8).u8(number & 0xFF);
  }

  static KeyValue value(byte[] key) {
    return KeyValue.at(key, SECTION_BYTES);
  }

  static Element.Path path(byte[] key) {
    int at = SECTION_BYTES + value(key).bytes().length;
    int leaf = ((key[at] & 0xFF) << 8) | (key[at + 1] & 0xFF);
    return Element.Path.ofBytes(leaf, Arrays.copyOfRange(key, at + 2, key.length));
  }

  boolean holds(Tree leaves, int section, KeyValue value, Element.Path path) {
    return trees.find(leaves, key(section, value, path)).isPresent();
  }

  /** The paths of a value and the leaves from {@code from} to before {@code to}, in that order. */
  Iterator<Element.Path> paths(Tree leaves, int section, KeyValue value, int from, int to) {
    byte[] end = prefix(section, value, to).toByteArray();
    Iterator<Entry> entries = trees.ascending(leaves, prefix(section, value, from).toByteArray());
    return new Until<>(entries, end, LeafTree::path);
  }

  /** All paths of a section. */
  Iterator<Element.Path> paths(Tree leaves, int section) {
    Varints.Output from = new Varints.Output();
    u16(from, section);
    Varints.Output to = new Varints.Output();
    u16(to, section + 1);
    Iterator<Entry> entries = trees.ascending(leaves, from.toByteArray());
    return new Until<>(entries, to.toByteArray(), LeafTree::path);
  }

  /** The values of a section, each once, ascending; skips the paths of a value. */
  Iterator<KeyValue> values(Tree leaves, int section) {
    Varints.Output from = new Varints.Output();
    u16(from, section);
    Varints.Output to = new Varints.Output();
    u16(to, section + 1);
    return new Iterator<>() {
      private static final int MOST_STEPS = 16;
      private final byte[] end = to.toByteArray();
      private Iterator<Entry> entries = trees.ascending(leaves, from.toByteArray());
      private Entry next = advance(null);

      private Entry advance(KeyValue passed) {
        for (int step = 0; entries.hasNext(); step++) {
          Entry entry = entries.next();
          if (Arrays.compareUnsigned(entry.key(), end) >= 0) {
            return null;
          }
          if (!value(entry.key()).equals(passed)) {
            return entry;
          }
          if (step == MOST_STEPS) {
            step = 0;
            byte[] behind = prefix(section, passed, ALL_LEAVES).toByteArray();
            entries = trees.ascending(leaves, behind);
          }
        }
        return null;
      }

      @Override
      public boolean hasNext() {
        return next != null;
      }

      @Override
      public KeyValue next() {
        if (next == null) {
          throw new NoSuchElementException();
        }
        KeyValue value = value(next.key());
        next = advance(value);
        return value;
      }
    };
  }

  /** The entries before a key. */
  private static final class Until<T> implements Iterator<T> {
    private final Iterator<T> items;

    Until(Iterator<Entry> entries, byte[] end, java.util.function.Function<byte[], T> read) {
      Iterator<Entry> before =
          new Iterator<>() {
            private Entry next = take();

            private Entry take() {
              Entry entry = entries.hasNext() ? entries.next() : null;
              return entry == null || Arrays.compareUnsigned(entry.key(), end) >= 0 ? null : entry;
            }

            @Override
            public boolean hasNext() {
              return next != null;
            }

            @Override
            public Entry next() {
              if (next == null) {
                throw new NoSuchElementException();
              }
              Entry entry = next;
              next = take();
              return entry;
            }
          };
      this.items = new Mapped<>(before, entry -> Optional.of(read.apply(entry.key())));
    }

    @Override
    public boolean hasNext() {
      return items.hasNext();
    }

    @Override
    public T next() {
      return items.next();
    }
  }
}
