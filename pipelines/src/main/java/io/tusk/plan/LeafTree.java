/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.plan;

import io.tusk.datum.Mapped;
import io.tusk.pieces.Varints;
import io.tusk.tree.Edit;
import io.tusk.tree.Entry;
import io.tusk.tree.Tree;
import io.tusk.tree.Trees;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;

/**
 * Leaf trees: which paths a join or group compares, by value. Each join or group of an input has a
 * section. A key is the section (u16), the value, the leaf (u16) and the path; entries hold
 * nothing. {@code docs/format-jobs.md}. While all paths are enumerated there is one whose entries
 * hold the files.
 */
final class LeafTree {
  static final int ALL_LEAVES = 0xFFFF;

  private static final int SECTION_BYTES = 2;
  static final byte[] NOTHING = {};

  private final Trees trees;

  LeafTree(Trees trees) {
    this.trees = trees;
  }

  static byte[] key(int section, KeyValue value, Element.Path path) {
    return prefix(section, value, path.leaf()).bytes(path.bytes()).toByteArray();
  }

  static Entry entry(byte[] key) {
    return entry(key, NOTHING);
  }

  /** {@code file}: as {@link #file}. */
  static Entry entry(byte[] key, byte[] file) {
    return Entry.of(key, file, List.of());
  }

  /** What the path holds, for an entry; nothing where it is not known. */
  static byte[] file(Element.Path path) {
    return KnownFile.of(path.entry())
        .map(
            file -> {
              Varints.Output out = new Varints.Output();
              KnownFile.write(file, out);
              return out.toByteArray();
            })
        .orElse(NOTHING);
  }

  /** The edits that make a leaf tree without files of one that has them. */
  Iterator<Edit> withoutFiles(Tree leaves) {
    return new Mapped<>(
        trees.ascending(leaves, NOTHING), entry -> Optional.of(Edit.put(entry(entry.key()))));
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

  private static Element.Path path(Entry entry) {
    Element.Path path = path(entry.key());
    return entry.value().length == 0
        ? path
        : path.with(KnownFile.read(new Varints.Input(entry.value())));
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
    return paths(entries, end);
  }

  private static PlanShare whole(int section) {
    return new PlanShare(PlanShare.Kind.VALUES, section, start(section), start(section + 1));
  }

  private static byte[] start(int section) {
    Varints.Output out = new Varints.Output();
    u16(out, section);
    return out.toByteArray();
  }

  /** A section in shares of whole values. */
  List<PlanShare> shares(Tree leaves, int section, int wanted) {
    PlanShare whole = whole(section);
    List<PlanShare> shares = new ArrayList<>();
    byte[] from = whole.from();
    for (byte[] key : trees.cuts(leaves, whole.from(), whole.to(), wanted)) {
      byte[] cut = prefix(section, value(key), 0).toByteArray();
      if (!Arrays.equals(cut, from)) {
        shares.add(new PlanShare(PlanShare.Kind.VALUES, section, from, cut));
        from = cut;
      }
    }
    shares.add(new PlanShare(PlanShare.Kind.VALUES, section, from, whole.to()));
    return shares;
  }

  /** All paths of a section. */
  Iterator<Element.Path> paths(Tree leaves, int section) {
    return paths(leaves, whole(section));
  }

  /** The paths of a share of a section. */
  Iterator<Element.Path> paths(Tree leaves, PlanShare share) {
    return paths(trees.ascending(leaves, share.from()), share.to());
  }

  private static Iterator<Element.Path> paths(Iterator<Entry> entries, byte[] end) {
    return new Mapped<>(new Before(entries, end), entry -> Optional.of(path(entry)));
  }

  /** The values of a section, each once, ascending; skips the paths of a value. */
  Iterator<KeyValue> values(Tree leaves, int section) {
    return values(leaves, whole(section));
  }

  /** The values of a share of a section, as {@link #values(Tree, int)}. */
  Iterator<KeyValue> values(Tree leaves, PlanShare share) {
    return new Iterator<>() {
      private static final int MOST_STEPS = 16;
      private final int section = share.number();
      private final byte[] end = share.to();
      private Iterator<Entry> entries = trees.ascending(leaves, share.from());
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
  private static final class Before implements Iterator<Entry> {
    private final Iterator<Entry> entries;
    private final byte[] end;
    private Entry next;

    Before(Iterator<Entry> entries, byte[] end) {
      this.entries = entries;
      this.end = end;
      this.next = take();
    }

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
  }
}
