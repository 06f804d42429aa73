/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.tree;

import static io.tusk.error.Failures.assertFails;
import static io.tusk.tree.TreeFixture.TINY;
import static io.tusk.tree.TreeFixture.entry;
import static io.tusk.tree.TreeFixture.key;
import static org.assertj.core.api.Assertions.assertThat;

import io.tusk.error.ErrorCode;
import io.tusk.pieces.Ref;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TreeCheckTest {
  private final TreeFixture fixture = new TreeFixture(TINY);
  private final List<String> looked = new ArrayList<>();
  private final TreeCheck.Kind kind =
      new TreeCheck.Kind() {
        @Override
        public Summarizer summarizer() {
          return TreeFixture.COUNTS;
        }

        @Override
        public void check(Entry entry) {
          looked.add(new String(entry.key(), java.nio.charset.StandardCharsets.UTF_8));
        }
      };

  @AfterEach
  void close() {
    fixture.close();
  }

  private Ref store(Node node) {
    return fixture.out.writeNode(node.hash(), node.piece());
  }

  private static Child child(String last, Ref node, long... sums) {
    return new Child(key(last), sums, node);
  }

  private void assertDiffers(Node child, Node parent, String fact) {
    TreeCheck check = new TreeCheck(fixture.trees);
    check.root(store(parent), kind);
    assertFails(
        ErrorCode.CORRUPT,
        "node " + child.hash() + " is not what its parent " + parent.hash() + " says: " + fact,
        check::run);
  }

  @Test
  void everyEntryOfASoundTreeIsLookedAtOnce() {
    Tree tree =
        fixture.build(
            IntStream.range(0, 500)
                .mapToObj(i -> entry(String.format("key%03d", i), "v"))
                .iterator());
    Tree changed = fixture.edit(tree, Edit.put(entry("key250x", "new")));
    TreeCheck check = new TreeCheck(fixture.trees);
    TreeCheck.Facts facts = check.root(tree.root().orElseThrow(), kind);
    assertThat(facts.sums()).containsExactly(500, 3_000);
    assertThat(facts.lastKey()).isEqualTo(key("key499"));
    check.run();
    assertThat(looked).hasSize(500).doesNotHaveDuplicates();
    check.root(changed.root().orElseThrow(), kind);
    check.run();
    assertThat(looked).hasSizeLessThan(540).contains("key250x");
  }

  @Test
  void aNodeIsWhatItsParentSays() {
    Node first = Node.leaf(List.of(entry("a", "1")));
    Node leaf = Node.leaf(List.of(entry("b", "1"), entry("d", "2")));
    Ref firstRef = store(first);
    Ref ref = store(leaf);
    TreeCheck check = new TreeCheck(fixture.trees);
    check.root(
        store(Node.inner(1, List.of(child("a", firstRef, 1, 1), child("d", ref, 2, 2)))), kind);
    check.run();
    String place = "its level or its keys differ";
    assertDiffers(leaf, Node.inner(2, List.of(child("d", ref, 2, 2))), place);
    assertDiffers(leaf, Node.inner(1, List.of(child("e", ref, 2, 2))), place);
    Node other = Node.leaf(List.of(entry("c", "1")));
    assertDiffers(
        leaf, Node.inner(1, List.of(child("c", store(other), 1, 1), child("d", ref, 2, 2))), place);
    assertDiffers(
        leaf, Node.inner(1, List.of(child("d", ref, 3, 2))), "it counts [2, 2], not [3, 2]");
    assertDiffers(leaf, Node.inner(1, List.of(child("d", ref, 2))), "it counts [2, 2], not [2]");
  }
}
