/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.tree;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tusk.objects.ObjectStore;
import io.tusk.objects.TestStores;
import io.tusk.pieces.Hash;
import io.tusk.pieces.Location;
import io.tusk.pieces.Pack;
import io.tusk.pieces.PackWriter;
import io.tusk.pieces.PieceKind;
import io.tusk.pieces.PieceReader;
import io.tusk.pieces.Ref;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/** Trees in a store in memory. */
final class TreeFixture implements AutoCloseable {
  /** So small that a few dozen entries make a deep tree. */
  static final TreeParameters TINY = new TreeParameters(64, 96, 160, 200, 80);

  /** Counts entries and the bytes of their keys. */
  static final Summarizer COUNTS =
      new Summarizer() {
        @Override
        public int width() {
          return 2;
        }

        @Override
        public void add(Entry entry, long[] sums) {
          sums[0]++;
          sums[1] += entry.key().length;
        }
      };

  private static final Pack ELSEWHERE = Pack.named(Hash.of("another pack".getBytes(UTF_8)));

  final ObjectStore store = TestStores.create();
  final PieceReader pieces = new PieceReader(store);
  final Trees trees;
  final PackWriter out;

  TreeFixture(TreeParameters parameters) {
    this(parameters, PackWriter.TARGET_BYTES);
  }

  TreeFixture(TreeParameters parameters, int packBytes) {
    trees = new Trees(pieces, parameters);
    out = new PackWriter(store, packBytes);
  }

  Tree build(Iterator<Entry> entries) {
    return edit(
        Tree.EMPTY,
        new Iterator<>() {
          @Override
          public boolean hasNext() {
            return entries.hasNext();
          }

          @Override
          public Edit next() {
            return Edit.put(entries.next());
          }
        });
  }

  Tree edit(Tree base, Iterator<Edit> edits) {
    return trees.edit(base, edits, COUNTS, out);
  }

  Tree edit(Tree base, Edit... edits) {
    return edit(base, List.of(edits).iterator());
  }

  static byte[] key(String text) {
    return text.getBytes(UTF_8);
  }

  static Entry entry(String key, String value, Ref... refs) {
    return Entry.of(key(key), key(value), List.of(refs));
  }

  /** A reference to a chunk that no store holds. */
  static Ref chunk(long number) {
    Hash hash = Hash.of(Long.toString(number).getBytes(UTF_8));
    return new Ref(PieceKind.CHUNK, hash, new Location(ELSEWHERE, 12 + 100 * number, 100));
  }

  static <T> List<T> all(Iterator<T> iterator) {
    List<T> all = new ArrayList<>();
    iterator.forEachRemaining(all::add);
    return all;
  }

  static Ref reopened(Ref ref) {
    Location at = ref.location();
    Pack pack = Pack.named(at.pack().name());
    return new Ref(ref.kind(), ref.hash(), new Location(pack, at.offset(), at.length()));
  }

  @Override
  public void close() {
    out.close();
  }
}
