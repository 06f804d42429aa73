/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.tree;

import static io.tusk.tree.TreeFixture.COUNTS;
import static io.tusk.tree.TreeFixture.TINY;
import static io.tusk.tree.TreeFixture.all;
import static io.tusk.tree.TreeFixture.key;
import static io.tusk.tree.TreeFixture.reopened;
import static org.assertj.core.api.Assertions.assertThat;

import io.tusk.pieces.PackWriter;
import io.tusk.pieces.Ref;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Random edits of a tree and of a map give the same; the seed is in the failure text. */
class TreeModelTest {
  private Random random;
  private String seed;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
  void tinyNodes(long number) {
    start(number);
    run(TINY, 400, 25, 3 + random.nextInt(60));
  }

  @ParameterizedTest
  @ValueSource(longs = {101, 102, 103})
  void nodesOfOneEntryAndOfManyLevels(long number) {
    start(number);
    run(new TreeParameters(1, 40, 60, 300, 0), 200, 15, 30);
  }

  @ParameterizedTest
  @ValueSource(longs = {201, 202, 203})
  void nodesOfTheDefaultSizes(long number) {
    start(number);
    run(TreeParameters.DEFAULT, 50_000, 8, 3_000);
  }

  private void start(long number) {
    random = new Random(number);
    seed = "seed " + number;
  }

  private void run(TreeParameters parameters, int keySpace, int batches, int mostEdits) {
    try (TreeFixture fixture = new TreeFixture(parameters, 5_000 + random.nextInt(100_000))) {
      NavigableMap<byte[], Entry> model = new TreeMap<>(Arrays::compareUnsigned);
      Tree tree = Tree.EMPTY;
      for (int batch = 0; batch < batches; batch++) {
        String where = seed + ", batch " + batch;
        NavigableMap<byte[], Entry> before = new TreeMap<>(model);
        Tree edited = fixture.edit(tree, edits(model, keySpace, mostEdits, batch).iterator());
        assertSame(fixture, edited, model, where);
        assertChanges(fixture.trees, tree, edited, before, model, where);
        assertSearches(fixture.trees, edited, model, keySpace, where);
        tree = edited;
        if (random.nextInt(4) == 0) {
          fixture.out.flush();
          tree = tree.root().map(root -> Tree.stored(reopened(root))).orElse(Tree.EMPTY);
        }
      }
      assertPages(fixture, tree, model);
      assertDetour(fixture, tree, model, keySpace);
    }
  }

  /** A batch, applied to the model; now and then it empties a whole range. */
  private List<Edit> edits(
      NavigableMap<byte[], Entry> model, int keySpace, int mostEdits, int batch) {
    NavigableMap<byte[], Edit> edits = new TreeMap<>(Arrays::compareUnsigned);
    if (batch % 5 == 4) {
      byte[] from = randomKey(keySpace);
      for (byte[] key : new ArrayList<>(model.tailMap(from, true).keySet())) {
        if (random.nextInt(20) > 0) {
          edits.put(key, Edit.remove(key));
        }
      }
    }
    for (int i = random.nextInt(mostEdits + 1); i > 0; i--) {
      byte[] key = randomKey(keySpace);
      boolean removes = random.nextInt(3) == 0;
      edits.put(key, removes ? Edit.remove(key) : Edit.put(randomEntry(key)));
    }
    for (Edit edit : edits.values()) {
      edit.entry()
          .ifPresentOrElse(entry -> model.put(edit.key(), entry), () -> model.remove(edit.key()));
    }
    return List.copyOf(edits.values());
  }

  private byte[] randomKey(int keySpace) {
    int number = random.nextInt(keySpace);
    return number == 0 ? key("") : key(Integer.toString(number * 37, 6));
  }

  private Entry randomEntry(byte[] key) {
    if (random.nextInt(6) == 0) {
      Entry inner = TreeFixture.entry("i" + random.nextInt(3), "", TreeFixture.chunk(1));
      return Entry.nested(key, Node.leaf(List.of(inner)));
    }
    Ref[] refs = new Ref[random.nextInt(3)];
    Arrays.setAll(refs, i -> TreeFixture.chunk(random.nextInt(5)));
    return Entry.of(key, new byte[random.nextInt(12)], List.of(refs));
  }

  private static void assertSame(
      TreeFixture fixture, Tree tree, NavigableMap<byte[], Entry> model, String where) {
    assertSameEntries(all(fixture.trees.ascending(tree, new byte[0])), model.values(), where);
    try (TreeFixture scratch = new TreeFixture(fixture.trees.parameters())) {
      Tree built = scratch.build(model.values().iterator());
      assertThat(tree.hash()).as(where).isEqualTo(built.hash());
      assertThat(fixture.trees.depth(tree)).isEqualTo(scratch.trees.depth(built));
    }
    long bytes = model.keySet().stream().mapToLong(key -> key.length).sum();
    assertThat(fixture.trees.summary(tree, COUNTS)).as(where).containsExactly(model.size(), bytes);
  }

  private static void assertSameEntries(List<Entry> entries, Iterable<Entry> model, String where) {
    List<Entry> expected = all(model.iterator());
    assertThat(entries).as(where).hasSameSizeAs(expected);
    for (int i = 0; i < entries.size(); i++) {
      assertThat(entries.get(i).key()).as(where).isEqualTo(expected.get(i).key());
      assertThat(entries.get(i).sameContent(expected.get(i))).as(where).isTrue();
    }
  }

  private static void assertChanges(
      Trees trees,
      Tree before,
      Tree after,
      NavigableMap<byte[], Entry> old,
      NavigableMap<byte[], Entry> now,
      String where) {
    TreeSet<byte[]> keys = new TreeSet<>(Arrays::compareUnsigned);
    keys.addAll(old.keySet());
    keys.addAll(now.keySet());
    keys.removeIf(
        key ->
            old.containsKey(key) && now.containsKey(key) && old.get(key).sameContent(now.get(key)));
    for (boolean forth : new boolean[] {true, false}) {
      List<Change> changes =
          all(forth ? trees.differences(before, after) : trees.differences(after, before));
      assertThat(changes).as(where).hasSameSizeAs(keys);
      int i = 0;
      for (byte[] key : keys) {
        Change change = changes.get(i++);
        assertThat(change.key()).as(where).isEqualTo(key);
        assertSide(forth ? change.before() : change.after(), old.get(key), where);
        assertSide(forth ? change.after() : change.before(), now.get(key), where);
      }
    }
  }

  private static void assertSide(Optional<Entry> side, Entry expected, String where) {
    assertThat(side.isPresent()).as(where).isEqualTo(expected != null);
    side.ifPresent(entry -> assertThat(entry.sameContent(expected)).as(where).isTrue());
  }

  private void assertSearches(
      Trees trees, Tree tree, NavigableMap<byte[], Entry> model, int keySpace, String where) {
    for (int i = 0; i < 20; i++) {
      byte[] key = randomKey(keySpace);
      assertSide(trees.find(tree, key), model.get(key), where);
      assertSameEntries(
          first(trees.ascending(tree, key)),
          first(model.tailMap(key, true).values().iterator()),
          where);
      assertSameEntries(
          first(trees.descending(tree, key)),
          first(model.headMap(key, false).descendingMap().values().iterator()),
          where);
    }
    assertSameEntries(all(trees.descending(tree, null)), model.descendingMap().values(), where);
  }

  private static List<Entry> first(java.util.Iterator<Entry> entries) {
    List<Entry> first = new ArrayList<>();
    while (first.size() < 12 && entries.hasNext()) {
      first.add(entries.next());
    }
    return first;
  }

  private static void assertPages(
      TreeFixture fixture, Tree tree, NavigableMap<byte[], Entry> model) {
    fixture.out.flush();
    assertThat(tree.isEmpty()).isEqualTo(model.isEmpty());
    tree.root()
        .ifPresent(
            root -> {
              var levels = TreePages.levels(fixture.store, root);
              TreePages.assertCuts(levels, fixture.trees.parameters());
              TreePages.assertHolds(levels, List.copyOf(model.values()));
            });
  }

  /** Whatever was there in between, the same entries have the same root and nothing is written. */
  private void assertDetour(
      TreeFixture fixture, Tree tree, NavigableMap<byte[], Entry> model, int keySpace) {
    NavigableMap<byte[], Entry> changed = new TreeMap<>(model);
    Tree away = fixture.edit(tree, edits(changed, keySpace, 40, 0).iterator());
    fixture.out.flush();
    Tree emptied = fixture.edit(away, changed.keySet().stream().map(Edit::remove).iterator());
    assertThat(emptied.isEmpty()).as(seed).isTrue();
    List<Edit> back = new ArrayList<>();
    TreeSet<byte[]> keys = new TreeSet<>(Arrays::compareUnsigned);
    keys.addAll(model.keySet());
    keys.addAll(changed.keySet());
    keys.forEach(key -> back.add(new Edit(key, Optional.ofNullable(model.get(key)))));
    assertThat(fixture.edit(away, back.iterator()).hash()).as(seed).isEqualTo(tree.hash());
    try (PackWriter nothing = new PackWriter(fixture.store)) {
      List<Edit> same = model.values().stream().map(Edit::put).toList();
      Tree again = fixture.trees.edit(tree, same.iterator(), COUNTS, nothing);
      assertThat(again.hash()).as(seed).isEqualTo(tree.hash());
      assertThat(nothing.bytesStored()).as(seed).isZero();
    }
  }
}
