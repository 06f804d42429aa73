/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.tree;

import static io.tusk.tree.TreeFixture.TINY;
import static io.tusk.tree.TreeFixture.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tusk.error.ErrorCode;
import io.tusk.error.TuskException;
import io.tusk.objects.FaultyObjectStore;
import io.tusk.pieces.PieceKind;
import io.tusk.pieces.PieceReader;
import io.tusk.pieces.Ref;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TreeWalkTest {
  /** Remembers what it was told. */
  private static final class Seen implements TreeWalk.Visitor {
    final List<Ref> refs = new ArrayList<>();
    final List<String> faults = new ArrayList<>();

    @Override
    public void reached(Ref ref) {
      refs.add(ref);
    }

    @Override
    public void damaged(Ref ref, TuskException fault) {
      assertThat(fault.code()).isEqualTo(ErrorCode.CORRUPT);
      faults.add(fault.getMessage());
    }

    List<Ref> of(PieceKind kind) {
      return refs.stream().filter(ref -> ref.kind() == kind).toList();
    }
  }

  static List<Ref> nodes(TreeFixture fixture, Tree tree) {
    Seen seen = new Seen();
    new TreeWalk(fixture.pieces, seen).from(tree);
    assertThat(seen.faults).isEmpty();
    return seen.of(PieceKind.NODE);
  }

  private static Tree tree(TreeFixture fixture, int size) {
    return fixture.build(
        IntStream.range(0, size)
            .mapToObj(i -> entry(String.format("%04d", i), "v" + i, TreeFixture.chunk(i)))
            .iterator());
  }

  @Test
  void everyPieceIsReachedAndEachNodeReadOnce() {
    try (TreeFixture fixture = new TreeFixture(TINY, 3_000)) {
      Tree below = tree(fixture, 300);
      Entry small = entry("small", "", TreeFixture.chunk(1_000));
      Entry middle = Entry.nested(TreeFixture.key("m"), Node.leaf(List.of(small)));
      Tree top =
          fixture.edit(
              Tree.EMPTY,
              Edit.put(entry("a", "", below.root().orElseThrow())),
              Edit.put(entry("b", "", below.root().orElseThrow(), TreeFixture.chunk(2_000))),
              Edit.put(Entry.nested(TreeFixture.key("c"), Node.leaf(List.of(middle)))));
      fixture.out.flush();
      Seen seen = new Seen();
      long read = fixture.pieces.nodesRead();
      TreeWalk walk = new TreeWalk(fixture.pieces, seen);
      walk.from(top);
      assertThat(fixture.pieces.nodesRead() - read).isEqualTo(walk.nodes());
      assertThat(seen.of(PieceKind.NODE)).hasSize(walk.nodes());
      assertThat(new HashSet<>(seen.of(PieceKind.NODE))).hasSize(walk.nodes());
      Set<Ref> chunks = new HashSet<>(seen.of(PieceKind.CHUNK));
      assertThat(chunks).hasSize(302);
      assertThat(chunks.stream().map(Ref::hash))
          .contains(TreeFixture.chunk(1_000).hash(), TreeFixture.chunk(2_000).hash());
      walk.from(top);
      walk.from(below);
      walk.from(Tree.EMPTY);
      assertThat(fixture.pieces.nodesRead() - read).isEqualTo(walk.nodes());
      walk.from(Tree.inline(Node.leaf(List.of(small))));
      assertThat(seen.refs.get(seen.refs.size() - 1).hash())
          .isEqualTo(TreeFixture.chunk(1_000).hash());
    }
  }

  @Test
  void theWalkGoesOnAfterDamage() {
    try (TreeFixture fixture = new TreeFixture(TINY)) {
      Tree tree = tree(fixture, 200);
      fixture.out.flush();
      List<Ref> nodes = nodes(fixture, tree);
      Node root = fixture.trees.node(tree.root().orElseThrow());
      Ref child = root.children().get(0).node();
      String key = child.location().pack().key();
      FaultyObjectStore faulty =
          new FaultyObjectStore(fixture.store, 1).flipping(key, child.location().offset() + 5);
      Seen seen = new Seen();
      new TreeWalk(new PieceReader(faulty), seen).from(tree);
      assertThat(seen.faults)
          .containsExactly(
              "node "
                  + child.hash()
                  + " is altered in object "
                  + key
                  + " of store memory; run 'tusk fsck' for the whole damage");
      List<Ref> lost = new ArrayList<>(nodes(fixture, Tree.stored(child)));
      lost.remove(child);
      assertThat(seen.of(PieceKind.NODE)).hasSize(nodes.size() - lost.size());

      faulty.calm().failing(FaultyObjectStore.Call.READ, 1);
      assertThatThrownBy(() -> new TreeWalk(new PieceReader(faulty), seen).from(tree))
          .isInstanceOfSatisfying(
              TuskException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.STORAGE))
          .hasMessage("store memory failed to READ '" + key + "' as it was told to");
    }
  }

  @Test
  void childrenAreWhatTheirParentSays() {
    try (TreeFixture fixture = new TreeFixture(TINY)) {
      Node leaf = Node.leaf(List.of(entry("b", ""), entry("d", "")));
      Ref ref = fixture.out.writeNode(leaf.hash(), leaf.piece());
      Node other = Node.leaf(List.of(entry("a", "")));
      Ref otherRef = fixture.out.writeNode(other.hash(), other.piece());
      Child good = new Child(TreeFixture.key("d"), new long[0], ref);
      Child before = new Child(TreeFixture.key("a"), new long[0], otherRef);
      Child overlaps = new Child(TreeFixture.key("c"), new long[0], otherRef);
      assertThat(faults(fixture, Node.inner(1, List.of(before, good)))).isEmpty();
      for (Node parent :
          List.of(
              Node.inner(2, List.of(good)),
              Node.inner(1, List.of(new Child(TreeFixture.key("e"), new long[0], ref))))) {
        assertThat(faults(fixture, parent))
            .containsExactly(
                "node "
                    + leaf.hash()
                    + " is not what its parent "
                    + parent.hash()
                    + " says: its level or its keys differ");
      }
      assertThat(faults(fixture, Node.inner(1, List.of(overlaps, good)))).hasSize(2);
    }
  }

  private static List<String> faults(TreeFixture fixture, Node parent) {
    Seen seen = new Seen();
    Ref ref = fixture.out.writeNode(parent.hash(), parent.piece());
    new TreeWalk(fixture.pieces, seen).from(ref);
    return seen.faults;
  }
}
