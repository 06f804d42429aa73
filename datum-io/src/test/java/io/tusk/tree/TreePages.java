/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.tree;

import static org.assertj.core.api.Assertions.assertThat;

import io.tusk.objects.ObjectStore;
import io.tusk.pieces.PageReader;
import io.tusk.pieces.PageReader.Item;
import io.tusk.pieces.PageReader.PageNode;
import io.tusk.pieces.PageReader.Pointer;
import io.tusk.pieces.Ref;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32C;

/** The rule of {@code docs/format.md} for where nodes end, written anew from the page. */
final class TreePages {
  private static final BigInteger WORD = BigInteger.ONE.shiftLeft(64);

  private TreePages() {}

  /** The nodes of a flushed tree, the leaves first, each level in order of keys. */
  static List<List<PageNode>> levels(ObjectStore store, Ref root) {
    Map<String, byte[]> packs = PageReader.packs(store);
    List<PageNode> level = List.of(PageReader.node(packs, pointer(root)));
    List<List<PageNode>> levels = new ArrayList<>(List.of(level));
    while (level.get(0).level() > 0) {
      List<PageNode> below = new ArrayList<>();
      for (PageNode node : level) {
        for (Item item : node.items()) {
          PageNode child = PageReader.node(packs, item.refs().get(0));
          assertThat(child.level()).isEqualTo(node.level() - 1);
          assertThat(child.items().get(child.items().size() - 1).key()).isEqualTo(item.key());
          below.add(child);
        }
      }
      levels.add(0, below);
      level = below;
    }
    return levels;
  }

  private static Pointer pointer(Ref ref) {
    return new Pointer(
        ref.kind().code(),
        ref.hash().toString(),
        ref.location().pack().name().toString(),
        ref.location().offset(),
        ref.location().length());
  }

  /** Every node ends where the page says, none elsewhere. */
  static void assertCuts(List<List<PageNode>> levels, TreeParameters parameters) {
    for (int level = 0; level < levels.size(); level++) {
      List<PageNode> nodes = levels.get(level);
      for (int i = 0; i < nodes.size(); i++) {
        PageNode node = nodes.get(i);
        assertThat(node.level()).isEqualTo(level);
        long size = 0;
        for (int at = 0; at < node.items().size(); at++) {
          Item item = node.items().get(at);
          size += item.size();
          boolean ends = ends(size, at + 1, level, item, parameters);
          boolean last = at + 1 == node.items().size();
          boolean lastOfLevel = last && i + 1 == nodes.size();
          assertThat(ends || lastOfLevel)
              .as("level %d, node %d, item %d of %d", level, i, at, node.items().size())
              .isEqualTo(last);
        }
      }
    }
    assertThat(levels.get(levels.size() - 1)).hasSize(1);
    if (levels.size() > 1) {
      assertThat(levels.get(levels.size() - 1).get(0).items()).hasSizeGreaterThan(1);
    }
  }

  private static boolean ends(
      long size, int count, int level, Item item, TreeParameters parameters) {
    if (size < parameters.nodeMin() || (level > 0 && count < 2)) {
      return false;
    }
    if (size >= parameters.nodeCap()) {
      return true;
    }
    CRC32C crc = new CRC32C();
    crc.update(item.key());
    BigInteger seed =
        new BigInteger("9E3779B97F4A7C15", 16)
            .multiply(BigInteger.valueOf(level + 1))
            .add(BigInteger.valueOf(crc.getValue()))
            .mod(WORD);
    BigInteger drawn = mix(seed).shiftRight(32);
    return drawn
            .multiply(BigInteger.valueOf(parameters.nodeScale()))
            .compareTo(BigInteger.valueOf(item.size()).shiftLeft(32))
        < 0;
  }

  private static BigInteger mix(BigInteger seed) {
    BigInteger x = seed.xor(seed.shiftRight(30));
    x = x.multiply(new BigInteger("BF58476D1CE4E5B9", 16)).mod(WORD);
    x = x.xor(x.shiftRight(27));
    x = x.multiply(new BigInteger("94D049BB133111EB", 16)).mod(WORD);
    return x.xor(x.shiftRight(31));
  }

  /** The leaf items are exactly these entries. */
  static void assertHolds(List<List<PageNode>> levels, List<Entry> entries) {
    List<Item> items = levels.get(0).stream().flatMap(node -> node.items().stream()).toList();
    assertThat(items).hasSameSizeAs(entries);
    for (int i = 0; i < items.size(); i++) {
      Item item = items.get(i);
      Entry entry = entries.get(i);
      assertThat(Arrays.equals(item.key(), entry.key())).isTrue();
      assertThat(item.size()).isEqualTo(entry.size());
      if (item.nested() != null) {
        assertThat(item.nested().hash()).isEqualTo(entry.nested().orElseThrow().hash().toString());
      } else {
        assertThat(item.value()).isEqualTo(entry.value());
        assertThat(item.refs()).isEqualTo(entry.refs().stream().map(TreePages::pointer).toList());
      }
    }
  }
}
