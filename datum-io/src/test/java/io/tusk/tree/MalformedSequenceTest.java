/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tusk.error.TuskException;
import io.tusk.pieces.Ref;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Nodes that are no sequence, or one that does not agree with itself. */
class MalformedSequenceTest extends SequenceFixture {
  @Test
  void otherNodesAreNoSequence() {
    Ref map =
        trees
            .edit(
                Tree.EMPTY,
                List.of(Edit.put(Entry.of(new byte[] {1}, new byte[0], List.of()))).iterator(),
                Summarizer.NONE,
                out)
            .root()
            .orElseThrow();
    String message = "node " + map.hash() + " does not hold the chunks of a file";
    assertCorrupt(message, () -> trees.parts(Tree.stored(map), 0, visited -> {}));
    assertCorrupt(
        message, () -> trees.sequence(out, hash -> Optional.empty()).resume(Tree.stored(map)));
  }

  @Test
  void aChildMustBeAsLongAsItsParentSays() {
    Ref chunk = chunk("four");
    Node leaf =
        Node.leaf(Node.Order.PLACES, List.of(Entry.of(Node.place(4), new byte[0], List.of(chunk))));
    Ref child = out.writeNode(leaf.hash(), leaf.piece());
    for (long end : new long[] {3, 5}) {
      Node parent =
          Node.inner(Node.Order.PLACES, 1, List.of(new Child(Node.place(end), new long[0], child)));
      Ref root = out.writeNode(parent.hash(), parent.piece());
      String message =
          "node "
              + child.hash()
              + " is not what its parent "
              + root.hash()
              + " says: its level or its keys differ";
      assertCorrupt(message, () -> trees.parts(Tree.stored(root), 0, visited -> {}).hasNext());
      assertCorrupt(
          message, () -> trees.sequence(out, hash -> Optional.empty()).resume(Tree.stored(root)));
    }
  }

  @Test
  void theCheckComparesLengths() {
    TreeCheck.Kind kind =
        new TreeCheck.Kind() {
          @Override
          public Summarizer summarizer() {
            return Summarizer.NONE;
          }

          @Override
          public void check(Entry entry) {
            assertThat(entry.refs()).hasSize(1);
          }
        };
    TreeCheck check = new TreeCheck(trees);
    Ref sound = build(trees, chunks(new Random(9), 300)).root().orElseThrow();
    assertThat(check.root(sound, kind).order()).isEqualTo(Node.Order.PLACES);
    check.run();
    Ref four = chunk("four");
    Node leaf =
        Node.leaf(Node.Order.PLACES, List.of(Entry.of(Node.place(5), new byte[0], List.of(four))));
    Ref wrong = out.writeNode(leaf.hash(), leaf.piece());
    check.root(wrong, kind);
    assertCorrupt(
        "node " + wrong.hash() + " says that chunk " + four.hash() + " has 5 bytes, not 4",
        check::run);
    Node parent =
        Node.inner(Node.Order.PLACES, 1, List.of(new Child(Node.place(4), new long[0], wrong)));
    Ref above = out.writeNode(parent.hash(), parent.piece());
    check.root(above, kind);
    assertCorrupt(
        "node "
            + wrong.hash()
            + " is not what its parent "
            + above.hash()
            + " says: its level or its keys differ",
        check::run);
  }

  @Test
  void entriesOfAnotherFormAreMalformed() {
    Ref chunk = chunk("four");
    List<Entry> wrong =
        List.of(
            Entry.of(new byte[] {4}, new byte[0], List.of(chunk)),
            Entry.of(Node.place(4), new byte[1], List.of(chunk)),
            Entry.of(Node.place(4), new byte[0], List.of()),
            Entry.of(Node.place(4), new byte[0], List.of(chunk, chunk)),
            Entry.nested(Node.place(4), Node.leaf(List.of())));
    for (Entry entry : wrong) {
      Node leaf = Node.leaf(Node.Order.PLACES, List.of(entry));
      assertThatThrownBy(() -> Node.decode(leaf.piece()))
          .isInstanceOf(TuskException.class)
          .hasMessageContaining("malformed");
    }
    Node counts =
        Node.inner(Node.Order.PLACES, 1, List.of(new Child(Node.place(4), new long[] {7}, chunk)));
    assertThatThrownBy(() -> Node.decode(counts.piece()))
        .isInstanceOf(TuskException.class)
        .hasMessageEndingWith("not chunks in their places");
    Node inline =
        Node.leaf(
            List.of(
                Entry.nested(
                    new byte[] {1},
                    Node.leaf(
                        Node.Order.PLACES,
                        List.of(Entry.of(Node.place(4), new byte[0], List.of(chunk)))))));
    assertThatThrownBy(() -> Node.decode(inline.piece()))
        .isInstanceOf(TuskException.class)
        .hasMessageEndingWith("not a node");
  }

  @Test
  void theWalkVisitsThemAndFindsWhatIsOutOfPlace() {
    List<Ref> chunks = chunks(new Random(8), 200);
    Ref root = build(trees, chunks).root().orElseThrow();
    List<Ref> reached = new ArrayList<>();
    List<Ref> damaged = new ArrayList<>();
    TreeWalk walk =
        new TreeWalk(
            trees.pieces(),
            new TreeWalk.Visitor() {
              @Override
              public void reached(Ref ref) {
                reached.add(ref);
              }

              @Override
              public void damaged(Ref ref, TuskException fault) {
                damaged.add(ref);
              }
            });
    walk.from(root);
    assertThat(damaged).isEmpty();
    assertThat(reached).containsAll(chunks).contains(root);

    Ref four = chunk("four");
    Node leaf =
        Node.leaf(Node.Order.PLACES, List.of(Entry.of(Node.place(4), new byte[0], List.of(four))));
    Ref child = out.writeNode(leaf.hash(), leaf.piece());
    Node parent =
        Node.inner(Node.Order.PLACES, 1, List.of(new Child(Node.place(5), new long[0], child)));
    walk.from(out.writeNode(parent.hash(), parent.piece()));
    assertThat(damaged).containsExactly(child);
  }
}
