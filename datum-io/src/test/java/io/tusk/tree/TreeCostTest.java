/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.tree;

import static io.tusk.tree.TreeFixture.all;
import static io.tusk.tree.TreeFixture.chunk;
import static io.tusk.tree.TreeFixture.key;
import static org.assertj.core.api.Assertions.assertThat;

import io.tusk.pieces.Hash;
import io.tusk.pieces.PackFormatRows;
import io.tusk.pieces.PageReader.PageNode;
import io.tusk.pieces.Ref;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is visited and written follows the change, not the total. */
class TreeCostTest {
  private static Entry entry(int number, String value) {
    return TreeFixture.entry(String.format("dir/%016d", 7L * number), value, chunk(number % 50));
  }

  private static Tree build(TreeFixture fixture, int size) {
    Iterator<Entry> entries = IntStream.range(0, size).mapToObj(i -> entry(i, "v")).iterator();
    Tree tree = fixture.build(entries);
    fixture.out.flush();
    return tree;
  }

  @ParameterizedTest
  @ValueSource(ints = {1_000, 100_000, 1_000_000})
  void oneChangedValueAmongMany(int size) {
    try (TreeFixture fixture = new TreeFixture(TreeParameters.DEFAULT)) {
      Trees trees = fixture.trees;
      Tree tree = build(fixture, size);
      int depth = trees.depth(tree);
      for (int at : new int[] {0, size / 3, size / 2, size - 1}) {
        long visited = trees.nodesVisited();
        long nodes = PackFormatRows.nodes(fixture.store);
        Tree edited = fixture.edit(tree, Edit.put(entry(at, "w")));
        fixture.out.flush();
        assertThat(trees.nodesVisited() - visited).as("edit %d", at).isLessThanOrEqualTo(depth);
        assertThat(PackFormatRows.nodes(fixture.store) - nodes).isEqualTo(depth);

        visited = trees.nodesVisited();
        List<Change> changes = all(trees.differences(tree, edited));
        assertThat(changes).hasSize(1);
        assertThat(changes.get(0).key()).isEqualTo(entry(at, "w").key());
        assertThat(trees.nodesVisited() - visited)
            .as("differences %d", at)
            .isLessThanOrEqualTo(2L * depth);

        visited = trees.nodesVisited();
        assertThat(trees.find(edited, entry(at, "").key())).isPresent();
        assertThat(trees.nodesVisited() - visited).isEqualTo(depth);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1_000, 20_000})
  void entriesThatMoveTheCuts(int size) {
    try (TreeFixture fixture = new TreeFixture(TreeParameters.DEFAULT)) {
      Trees trees = fixture.trees;
      Tree tree = build(fixture, size);
      int depth = trees.depth(tree);
      long visits = 0;
      long writes = 0;
      long compares = 0;
      int edits = 50;
      for (int i = 0; i < edits; i++) {
        int at = (int) ((long) i * (size - 1) / edits);
        boolean removes = i % 2 == 0;
        Edit edit =
            removes
                ? Edit.remove(entry(at, "").key())
                : Edit.put(entry(at, "a longer value ".repeat(1 + i)));
        long visited = trees.nodesVisited();
        long nodes = PackFormatRows.nodes(fixture.store);
        Tree edited = fixture.edit(tree, edit);
        fixture.out.flush();
        long written = PackFormatRows.nodes(fixture.store) - nodes;
        writes += written;
        visits += trees.nodesVisited() - visited;
        visited = trees.nodesVisited();
        assertThat(all(trees.differences(tree, edited))).hasSize(1);
        assertThat(trees.nodesVisited() - visited)
            .as("differences after edit %d", i)
            .isLessThanOrEqualTo(differing(fixture, tree, edited));
        compares += trees.nodesVisited() - visited;
      }
      assertThat(writes).isLessThanOrEqualTo((depth + 2L) * edits);
      assertThat(compares).isLessThanOrEqualTo((2L * depth + 4) * edits);
      assertThat(visits).isLessThanOrEqualTo((depth + 2L) * edits);
    }
  }

  /** How many nodes only one of the trees has. */
  private static long differing(TreeFixture fixture, Tree before, Tree after) {
    Set<Hash> left = hashes(fixture, before);
    Set<Hash> right = hashes(fixture, after);
    long onlyLeft = left.stream().filter(hash -> !right.contains(hash)).count();
    return onlyLeft + right.stream().filter(hash -> !left.contains(hash)).count();
  }

  private static Set<Hash> hashes(TreeFixture fixture, Tree tree) {
    return TreeWalkTest.nodes(fixture, tree).stream().map(Ref::hash).collect(Collectors.toSet());
  }

  @ParameterizedTest
  @ValueSource(ints = {10, 100})
  void scatteredChanges(int changes) {
    int size = 100_000;
    try (TreeFixture fixture = new TreeFixture(TreeParameters.DEFAULT)) {
      Trees trees = fixture.trees;
      Tree tree = build(fixture, size);
      int depth = trees.depth(tree);
      List<Edit> edits = new ArrayList<>();
      for (int i = 0; i < changes; i++) {
        edits.add(Edit.put(entry(i * (size / changes), "w")));
      }
      long visited = trees.nodesVisited();
      long nodes = PackFormatRows.nodes(fixture.store);
      Tree edited = fixture.edit(tree, edits.iterator());
      fixture.out.flush();
      assertThat(trees.nodesVisited() - visited).isLessThanOrEqualTo((long) depth * changes);
      assertThat(PackFormatRows.nodes(fixture.store) - nodes)
          .isLessThanOrEqualTo((long) depth * changes);
      visited = trees.nodesVisited();
      assertThat(all(trees.differences(tree, edited))).hasSize(changes);
      assertThat(trees.nodesVisited() - visited).isLessThanOrEqualTo(2L * depth * changes);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 4, 60})
  void nodesAreNearEightKibibytes(int valueBytes) {
    try (TreeFixture fixture = new TreeFixture(TreeParameters.DEFAULT)) {
      String value = "v".repeat(valueBytes);
      Tree tree =
          fixture.build(IntStream.range(0, 60_000).mapToObj(i -> entry(i, value)).iterator());
      fixture.out.flush();
      List<List<PageNode>> levels = TreePages.levels(fixture.store, tree.root().orElseThrow());
      TreePages.assertCuts(levels, TreeParameters.DEFAULT);
      assertThat(levels.get(0)).allMatch(node -> node.bytes() <= 16_384);
      // The key's shared prefix is not stored, so what is stored is below what is counted.
      double counted =
          levels.get(0).stream()
              .mapToLong(node -> node.items().stream().mapToLong(item -> item.size()).sum())
              .average()
              .orElseThrow();
      assertThat(counted).isBetween(7_500.0, 8_700.0);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1_000, 3_500, 6_070})
  void nodesOfLongKeysAreBoundedAndFewLevels(int keyBytes) {
    try (TreeFixture fixture = new TreeFixture(TreeParameters.DEFAULT)) {
      String tail = "k".repeat(keyBytes - 4);
      int size = 600;
      Tree tree =
          fixture.build(
              IntStream.range(0, size)
                  .mapToObj(i -> TreeFixture.entry(String.format("%04d", i) + tail, ""))
                  .iterator());
      fixture.out.flush();
      List<List<PageNode>> levels = TreePages.levels(fixture.store, tree.root().orElseThrow());
      TreePages.assertCuts(levels, TreeParameters.DEFAULT);
      assertThat(levels).hasSizeLessThanOrEqualTo(11);
      levels.forEach(level -> assertThat(level).allMatch(node -> node.bytes() <= 16_384));
      assertThat(fixture.trees.find(tree, key("0599" + tail))).isPresent();
    }
  }
}
