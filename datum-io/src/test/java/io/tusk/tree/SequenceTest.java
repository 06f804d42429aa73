/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.tree;

import static org.assertj.core.api.Assertions.assertThat;

import io.tusk.pieces.Hash;
import io.tusk.pieces.PackWriter;
import io.tusk.pieces.PageReader;
import io.tusk.pieces.PageReader.Item;
import io.tusk.pieces.PageReader.PageNode;
import io.tusk.pieces.PageReader.Pointer;
import io.tusk.pieces.PieceReader;
import io.tusk.pieces.Ref;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sequences of chunks, as they are built, read, changed and compared. */
class SequenceTest extends SequenceFixture {
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void everyByteIsFoundInItsChunk(long seed) {
    Random random = new Random(seed);
    for (int count : new int[] {1, 2, 5, 30, 400}) {
      List<Ref> chunks = chunks(random, count);
      Tree tree = build(trees, chunks);
      long total = length(chunks);
      for (int i = 0; i < 50; i++) {
        long from = i == 0 ? 0 : (long) (random.nextDouble() * total);
        long start = 0;
        int index = 0;
        while (start + chunks.get(index).location().length() <= from) {
          start += chunks.get(index++).location().length();
        }
        Iterator<SequencePart> parts = trees.parts(tree, from, visited -> {});
        for (Ref chunk : chunks.subList(index, chunks.size())) {
          long end = start + chunk.location().length();
          assertThat(parts.next())
              .as("seed %d, from %d", seed, from)
              .isEqualTo(new SequencePart(chunk, start, end));
          start = end;
        }
        assertThat(parts.hasNext()).isFalse();
      }
      assertThat(trees.parts(tree, total, visited -> {}).hasNext()).isFalse();
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void theSameChunksGiveTheSameTreeInHoweverManySteps(long seed) {
    Random random = new Random(seed);
    List<Ref> chunks = chunks(random, 300);
    Tree whole = build(trees, chunks);
    int done = 1 + random.nextInt(20);
    Tree tree = build(trees, chunks.subList(0, done));
    while (done < chunks.size()) {
      int to = Math.min(chunks.size(), done + random.nextInt(1 + random.nextInt(60)));
      SequenceBuilder builder = trees.sequence(out, hash -> Optional.empty());
      assertThat(builder.resume(tree)).isEqualTo(chunks.get(done - 1));
      assertThat(builder.bytes()).isEqualTo(length(chunks.subList(0, done - 1)));
      chunks.subList(done - 1, to).forEach(builder::append);
      tree = builder.finish();
      done = to;
      assertThat(tree.hash())
          .as("seed %d, %d chunks", seed, done)
          .isEqualTo(build(trees, chunks.subList(0, done)).hash());
    }
    assertThat(tree.hash()).isEqualTo(whole.hash());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 5_000, 9_999, 10_000})
  void anInsertedChunkChangesAPathOfNodes(int at) {
    Trees usual = new Trees(new PieceReader(store), TreeParameters.DEFAULT);
    List<Ref> chunks = new ArrayList<>();
    for (int i = 0; i < 10_000; i++) {
      chunks.add(chunk("chunk " + i));
    }
    Tree before = build(usual, chunks);
    Map<Hash, Ref> nodes = new HashMap<>();
    usual.parts(before, 0, node -> nodes.put(node.hash(), node)).forEachRemaining(part -> {});
    assertThat(nodes).hasSizeBetween(40, 90);

    chunks.add(at, chunk("another"));
    try (PackWriter fresh = new PackWriter(store)) {
      out.flush();
      SequenceBuilder builder = usual.sequence(fresh, hash -> Optional.ofNullable(nodes.get(hash)));
      chunks.forEach(builder::append);
      Tree after = builder.finish();
      assertThat(after.hash()).isNotEqualTo(before.hash());
      assertThat(fresh.bytesStored()).isBetween(1L, 4 * 16_384L);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void nodesAreWhatThePageSays(long seed) {
    List<Ref> chunks = chunks(new Random(seed), 500);
    Ref root = build(trees, chunks).root().orElseThrow();
    out.flush();
    Map<String, byte[]> packs = PageReader.packs(store);
    Pointer pointer =
        new Pointer(
            2,
            root.hash().toString(),
            root.location().pack().name().toString(),
            root.location().offset(),
            root.location().length());
    List<PageNode> level = List.of(PageReader.node(packs, pointer));
    assertThat(level.get(0).level()).isGreaterThan(1);
    while (true) {
      List<PageNode> below = new ArrayList<>();
      for (int i = 0; i < level.size(); i++) {
        PageNode node = level.get(i);
        requireEnds(node, i == level.size() - 1);
        long start = 0;
        for (Item item : node.items()) {
          long end = ByteBuffer.wrap(item.key()).getLong();
          assertThat(item.key()).hasSize(8);
          if (node.level() > 0) {
            PageNode child = PageReader.node(packs, item.refs().get(0));
            assertThat(child.level()).isEqualTo(node.level() - 1);
            List<Item> items = child.items();
            assertThat(ByteBuffer.wrap(items.get(items.size() - 1).key()).getLong())
                .isEqualTo(end - start);
            below.add(child);
          } else {
            assertThat(item.value()).isEmpty();
            assertThat(item.refs()).hasSize(1);
            assertThat(item.refs().get(0).length()).isEqualTo((int) (end - start));
          }
          start = end;
        }
      }
      if (level.get(0).level() == 0) {
        break;
      }
      level = below;
    }
    assertThat(level.stream().flatMap(node -> node.items().stream()))
        .extracting(item -> item.refs().get(0).hash())
        .isEqualTo(chunks.stream().map(chunk -> chunk.hash().toString()).toList());
  }

  /** The rule of the page, for each prefix of a node. */
  private static void requireEnds(PageNode node, boolean isLast) {
    long size = 0;
    for (int i = 0; i < node.items().size(); i++) {
      Item item = node.items().get(i);
      long entry = node.level() == 0 ? 46 : 43;
      size += entry;
      CRC32C crc = new CRC32C();
      crc.update(HexFormat.of().parseHex(item.refs().get(0).hash()));
      long seed = crc.getValue() + 0x9E3779B97F4A7C15L * (node.level() + 1);
      long x = (seed ^ (seed >>> 30)) * 0xBF58476D1CE4E5B9L;
      x = (x ^ (x >>> 27)) * 0x94D049BB133111EBL;
      x = x ^ (x >>> 31);
      boolean ends =
          size >= 150
              && (node.level() == 0 || i > 0)
              && (size >= 400 || (x >>> 32) * 200 < entry << 32);
      boolean isEnd = i == node.items().size() - 1;
      assertThat(ends == isEnd || (isEnd && isLast)).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void changedChunksAreFoundInTheNodesThatDiffer(long seed) {
    Random random = new Random(seed);
    List<Ref> before = chunks(random, 1 + random.nextInt(600));
    Tree old = build(trees, before);
    assertThat(trees.changedChunks(old, old).hasNext()).isFalse();
    assertThat(changed(Tree.EMPTY, old)).isEqualTo(before);
    for (int round = 0; round < 20; round++) {
      List<Ref> after = new ArrayList<>(before);
      for (int i = random.nextInt(4); i > 0; i--) {
        int from = random.nextInt(after.size());
        int to = from + random.nextInt(Math.min(200, after.size() - from + 1));
        if (random.nextBoolean()) {
          after.subList(from, to).clear();
        }
        after.addAll(
            Math.min(from, after.size()), chunks(random, 1 + random.nextInt(i == 1 ? 700 : 5)));
      }
      List<Ref> found = changed(old, build(trees, after));
      List<Ref> added = new ArrayList<>(after);
      added.removeAll(before);
      assertThat(after).as("seed %d, round %d", seed, round).containsAll(found);
      assertThat(found).as("seed %d, round %d", seed, round).containsAll(added);
    }
  }

  private List<Ref> changed(Tree before, Tree after) {
    List<Ref> changed = new ArrayList<>();
    trees.changedChunks(before, after).forEachRemaining(changed::add);
    return changed;
  }

  @Test
  void oneChangedChunkIsFoundAlone() {
    Trees usual = new Trees(new PieceReader(store), TreeParameters.DEFAULT);
    List<Ref> chunks = new ArrayList<>();
    for (int i = 0; i < 200_000; i++) {
      chunks.add(chunk("chunk " + i));
    }
    Tree before = build(usual, chunks);
    Ref another = chunk("another");
    chunks.add(70_000, another);
    Tree after = build(usual, chunks);
    long visited = usual.nodesVisited();
    assertThat(usual.changedChunks(before, after)).toIterable().containsExactly(another);
    assertThat(usual.nodesVisited() - visited).isLessThan(40);
    Tree other = build(usual, chunks(new Random(3), 10));
    long again = usual.nodesVisited();
    assertThat(usual.changedChunks(before, other)).toIterable().hasSize(10);
    assertThat(usual.nodesVisited() - again).isLessThan(60);
    Iterator<Ref> all = usual.changedChunks(other, after);
    for (Ref chunk : chunks) {
      assertThat(all.next()).isSameAs(chunk);
    }
    assertThat(all.hasNext()).isFalse();
  }
}
