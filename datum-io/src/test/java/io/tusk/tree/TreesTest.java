/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.tree;

import static io.tusk.tree.TreeFixture.COUNTS;
import static io.tusk.tree.TreeFixture.TINY;
import static io.tusk.tree.TreeFixture.all;
import static io.tusk.tree.TreeFixture.entry;
import static io.tusk.tree.TreeFixture.key;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tusk.error.ErrorCode;
import io.tusk.error.TuskException;
import io.tusk.pieces.PackWriter;
import io.tusk.pieces.Ref;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TreesTest {
  private static Tree inline(TreeFixture fixture, Tree base, Edit... edits) {
    return fixture.trees.editInline(base, List.of(edits).iterator(), COUNTS, fixture.out);
  }

  @Test
  void theEmptyTreeHasNothing() {
    try (TreeFixture fixture = new TreeFixture(TINY)) {
      Trees trees = fixture.trees;
      assertThat(trees.find(Tree.EMPTY, key("a"))).isEmpty();
      assertThat(trees.ascending(Tree.EMPTY, key(""))).isExhausted();
      assertThat(trees.descending(Tree.EMPTY, null)).isExhausted();
      assertThat(trees.differences(Tree.EMPTY, Tree.EMPTY)).isExhausted();
      assertThat(trees.summary(Tree.EMPTY, COUNTS)).containsExactly(0, 0);
      assertThat(trees.depth(Tree.EMPTY)).isZero();
      assertThat(trees.store(Tree.EMPTY, fixture.out)).isEmpty();
      assertThat(fixture.edit(Tree.EMPTY, Edit.remove(key("a"))).isEmpty()).isTrue();
      assertThat(inline(fixture, Tree.EMPTY).isEmpty()).isTrue();
      assertThat(Tree.EMPTY).hasToString("empty tree");
    }
  }

  @Test
  void whetherATreeIsInlineDependsOnItsContentOnly() {
    try (TreeFixture fixture = new TreeFixture(TINY)) {
      Edit a = Edit.put(entry("a", "1"));
      Tree stored = fixture.edit(Tree.EMPTY, a);
      Tree held = inline(fixture, Tree.EMPTY, a);
      assertThat(stored.root()).isPresent();
      assertThat(held.inlineRoot()).isPresent();
      assertThat(held.sameContent(stored)).isTrue();

      for (Tree base : List.of(stored, held)) {
        assertThat(inline(fixture, base).inlineRoot()).isPresent();
        assertThat(inline(fixture, base, a).inlineRoot()).isPresent();
        assertThat(fixture.edit(base).root()).isPresent();
        assertThat(fixture.edit(base, a).root()).isPresent();
        assertThat(inline(fixture, base, Edit.remove(key("a"))).isEmpty()).isTrue();
        Tree large = inline(fixture, base, Edit.put(entry("b", "x".repeat(90))));
        assertThat(large.root()).isPresent();
        assertThat(inline(fixture, large).root()).isEqualTo(large.root());
        Tree small = inline(fixture, large, Edit.remove(key("b")));
        assertThat(small.inlineRoot()).isPresent();
        assertThat(small.hash()).isEqualTo(held.hash());
        assertThat(fixture.trees.store(small, fixture.out)).isEqualTo(stored.root());
        assertThat(all(fixture.trees.differences(large, small))).hasSize(1);
      }
    }
  }

  @Test
  void anEntryThatIsTooLargeIsRefused() {
    try (TreeFixture fixture = new TreeFixture(TreeParameters.DEFAULT)) {
      // 1 shared, 2 and 1 for the key, 1 tag, 2 for the value's length, 1 for no reference.
      String most = "v".repeat(6_080 - 1 - 1 - 1 - 1 - 2 - 1);
      Tree tree = fixture.edit(Tree.EMPTY, Edit.put(entry("k", most)));
      assertThat(fixture.trees.find(tree, key("k")).orElseThrow().value()).hasSize(6_073);
      assertThatThrownBy(() -> fixture.edit(tree, Edit.put(entry("k", most + "v"))))
          .isInstanceOfSatisfying(
              TuskException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.USAGE))
          .hasMessage("entry \"k\" takes 6081 bytes; at most 6080 are possible: shorten its name");
    }
  }

  @Test
  void editsMustAscend() {
    try (TreeFixture fixture = new TreeFixture(TINY)) {
      for (String second : List.of("a", "b")) {
        assertThatThrownBy(
                () ->
                    fixture.edit(Tree.EMPTY, Edit.put(entry("b", "")), Edit.put(entry(second, ""))))
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessage("edits must ascend by key, one for each");
      }
    }
  }

  @Test
  void sumsOfAnotherWidthAreCorrupt() {
    try (TreeFixture fixture = new TreeFixture(TINY)) {
      Tree tree = fixture.build(entries(50));
      assertThatThrownBy(() -> fixture.trees.summary(tree, Summarizer.NONE))
          .isInstanceOfSatisfying(
              TuskException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CORRUPT))
          .hasMessage("node " + tree.hash().orElseThrow() + " does not count what its tree should");
    }
  }

  @Test
  void cutsDivideARange() {
    try (TreeFixture fixture = new TreeFixture(TINY)) {
      Tree tree = fixture.build(entries(1_000));
      assertThat(fixture.trees.cuts(Tree.EMPTY, key(""), key(""), 4)).isEmpty();
      assertThat(fixture.trees.cuts(tree, key(""), key(""), 1)).isEmpty();
      byte[][] keys =
          all(fixture.trees.ascending(tree, key(""))).stream()
              .map(Entry::key)
              .toArray(byte[][]::new);
      for (int wanted : new int[] {2, 3, 8, 40}) {
        for (int first : new int[] {0, 300}) {
          for (int behind : new int[] {900, 1_000}) {
            byte[] to = behind == 1_000 ? key("") : keys[behind];
            long before = fixture.trees.nodesVisited();
            List<byte[]> cuts = fixture.trees.cuts(tree, keys[first], to, wanted);
            assertThat(fixture.trees.nodesVisited() - before).isLessThanOrEqualTo(8L * wanted + 4);
            assertThat(cuts).hasSize(wanted - 1);
            int last = first;
            for (byte[] cut : cuts) {
              int at = Arrays.binarySearch(keys, cut, Arrays::compareUnsigned);
              assertThat(at - last).isBetween(0, 5 * (behind - first) / wanted);
              last = at;
            }
            assertThat(behind - last).isBetween(1, 5 * (behind - first) / wanted);
          }
        }
      }
    }
  }

  private static Iterator<Entry> entries(int size) {
    return IntStream.range(0, size)
        .mapToObj(i -> entry(String.format("%06d", i), "v" + i, TreeFixture.chunk(i)))
        .iterator();
  }

  @Test
  void nodesOfAWriteThatWasGivenUpLeadNowhere() {
    try (TreeFixture fixture = new TreeFixture(TINY)) {
      Trees trees = fixture.trees;
      Tree base = fixture.build(entries(200));
      fixture.out.flush();
      Edit edit = Edit.put(entry("000100", "changed"));
      Tree lost;
      try (PackWriter first = new PackWriter(fixture.store)) {
        lost = trees.edit(base, List.of(edit).iterator(), COUNTS, first);
        assertThat(all(trees.ascending(lost, key("")))).hasSize(200);
      }
      try (PackWriter second = new PackWriter(fixture.store)) {
        Tree kept = trees.edit(base, List.of(edit).iterator(), COUNTS, second);
        assertThat(kept.sameContent(lost)).isTrue();
        assertThat(all(trees.ascending(kept, key("")))).hasSize(200);
        Edit next = Edit.put(entry("000101", "changed"));
        Tree more = trees.edit(kept, List.of(next).iterator(), COUNTS, second);
        second.flush();
        Tree reopened = Tree.stored(TreeFixture.reopened(more.root().orElseThrow()));
        Trees fresh = new Trees(fixture.pieces, TINY);
        assertThat(all(fresh.ascending(reopened, key("")))).hasSize(200);
      }
    }
  }

  @Test
  void theCacheStaysWithinItsBound() {
    NodeCache cache = new NodeCache(160_000);
    try (TreeFixture fixture = new TreeFixture(TINY)) {
      Tree tree = fixture.build(entries(3_000));
      List<Ref> refs = new ArrayList<>();
      TreeWalkTest.nodes(fixture, tree).forEach(refs::add);
      for (int round = 0; round < 2; round++) {
        for (Ref ref : refs) {
          Node node = Node.read(fixture.pieces, ref);
          cache.put(ref, node);
          cache.put(ref, node);
          assertThat(cache.find(ref)).isSameAs(node);
          assertThat(cache.bytes()).isBetween(1L, 160_000L);
        }
      }
      assertThat(refs.stream().filter(ref -> cache.find(ref) != null).count())
          .isBetween(50L, refs.size() - 1L);
    }
  }

  @Test
  void manyThreadsReadWhileOneWrites() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(3);
    try (TreeFixture fixture = new TreeFixture(TINY, 20_000)) {
      List<Future<Integer>> reads = new ArrayList<>();
      Tree tree = Tree.EMPTY;
      for (int batch = 0; batch < 60; batch++) {
        List<Edit> edits = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
          edits.add(Edit.put(entry(String.format("%04d", i * 60 + batch), "v")));
        }
        Tree now = fixture.edit(tree, edits.iterator());
        tree = now;
        Callable<Integer> read = () -> all(fixture.trees.ascending(now, key(""))).size();
        reads.add(threads.submit(read));
      }
      for (int batch = 0; batch < 60; batch++) {
        assertThat(reads.get(batch).get()).isEqualTo(20 * (batch + 1));
      }
    } finally {
      threads.shutdown();
    }
  }

  @Test
  void batchedEditsReadTheirOwnWrites() {
    long seed = 5;
    Random random = new Random(seed);
    try (TreeFixture fixture = new TreeFixture(TINY)) {
      NavigableMap<String, String> model = new TreeMap<>();
      Tree base = fixture.build(entries(40));
      entries(40).forEachRemaining(e -> model.put(text(e.key()), text(e.value())));
      BatchedEdits edits = new BatchedEdits(fixture.trees, base, COUNTS, fixture.out);
      long stored = fixture.out.bytesStored();
      for (int round = 0; round < 2_000; round++) {
        String key = String.format("%06d", random.nextInt(60));
        switch (random.nextInt(3)) {
          case 0 -> {
            edits.put(entry(key, "round " + round));
            model.put(key, "round " + round);
          }
          case 1 -> {
            edits.remove(key(key));
            model.remove(key);
          }
          default -> {
            Optional<String> found = edits.find(key(key)).map(e -> text(e.value()));
            assertThat(found)
                .as("seed %d, round %d", seed, round)
                .isEqualTo(Optional.ofNullable(model.get(key)));
            assertThat(edits.firstFrom(key(key)).map(e -> text(e.key())))
                .as("seed %d, round %d", seed, round)
                .isEqualTo(Optional.ofNullable(model.ceilingKey(key)));
          }
        }
      }
      assertThat(fixture.out.bytesStored()).as("nothing is written to read").isEqualTo(stored);
      assertThat(
              all(fixture.trees.ascending(edits.finish(), key(""))).stream()
                  .map(e -> text(e.value())))
          .containsExactlyElementsOf(model.values());
    }
  }

  private static String text(byte[] bytes) {
    return new String(bytes, UTF_8);
  }

  @Test
  void sizesThatCannotBeAreRefused() {
    assertThatThrownBy(() -> new TreeParameters(4_096, 6_144, 60_000, 6_080, 1_024))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "no tree can have these sizes: node 4096 to 60000 at scale 6144, entry 6080, inline"
                + " 1024");
    assertThatThrownBy(() -> new TreeParameters(0, 0, 0, 0, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("no tree can have these sizes: node 0 to 0 at scale 0, entry 0, inline 0");
  }
}
