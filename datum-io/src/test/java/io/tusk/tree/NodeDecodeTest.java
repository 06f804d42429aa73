/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.tree;

import static io.tusk.tree.TreeFixture.chunk;
import static io.tusk.tree.TreeFixture.entry;
import static io.tusk.tree.TreeFixture.key;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import io.tusk.error.ErrorCode;
import io.tusk.error.TuskException;
import io.tusk.pieces.Hash;
import io.tusk.pieces.Location;
import io.tusk.pieces.NodePiece;
import io.tusk.pieces.PieceKind;
import io.tusk.pieces.Ref;
import io.tusk.pieces.Varints;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NodeDecodeTest {
  private static final Location PLACE = chunk(1).location();

  private static final List<Node> NODES = nodes();

  private static List<Node> nodes() {
    Node small = Node.leaf(List.of(entry("x", "1", chunk(3)), entry("xy", "")));
    Node leaf =
        Node.leaf(
            List.of(
                entry("", ""),
                entry("abc", "value", chunk(1), chunk(2)),
                Entry.nested(key("abd/"), small),
                entry("abde", "y".repeat(150))));
    Ref ref = new Ref(PieceKind.NODE, leaf.hash(), PLACE);
    Node inner =
        Node.inner(
            3,
            List.of(
                new Child(key("k"), new long[] {1, 300}, ref),
                new Child(key("kk"), new long[] {0, Long.MAX_VALUE}, ref)));
    return List.of(small, leaf, inner);
  }

  @Test
  void decodesWhatItEncodes() {
    for (Node node : NODES) {
      Node decoded = Node.decode(node.piece());
      assertThat(decoded.hash()).isEqualTo(node.hash());
      assertThat(decoded.refs()).isEqualTo(node.refs());
      assertThat(encoded(decoded)).isEqualTo(node.hashed());
    }
  }

  private static byte[] encoded(Node node) {
    return node.level() == 0
        ? Node.leaf(node.entries()).hashed()
        : Node.inner(node.level(), node.children()).hashed();
  }

  /** What is decoded at all is the only form of what it says. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void malformedBytesAreCorrupt(long seed) {
    Random random = new Random(seed);
    int decoded = 0;
    for (int round = 0; round < 20_000; round++) {
      byte[] bytes = malformed(random);
      try {
        Node node = Node.decode(bytes, () -> PLACE, 0);
        if (!Arrays.equals(encoded(node), bytes)) {
          fail("seed " + seed + ", round " + round + ": another form of " + node.hash());
        }
        decoded++;
      } catch (TuskException e) {
        if (e.code() != ErrorCode.CORRUPT) {
          fail("seed " + seed + ", round " + round, e);
        }
      } catch (RuntimeException | StackOverflowError e) {
        fail("seed " + seed + ", round " + round, e);
      }
    }
    assertThat(decoded).isPositive();
  }

  private static byte[] malformed(Random random) {
    byte[] sound = NODES.get(random.nextInt(3)).hashed();
    if (random.nextInt(10) == 0) {
      byte[] bytes = new byte[random.nextInt(60)];
      random.nextBytes(bytes);
      if (bytes.length > 1) {
        bytes[0] = 0x4E;
        bytes[1] = 0;
      }
      return bytes;
    }
    byte[] bytes = sound.clone();
    for (int i = random.nextInt(3); i >= 0; i--) {
      int at = random.nextInt(bytes.length);
      bytes[at] = (byte) (random.nextBoolean() ? random.nextInt() : bytes[at] + 1);
    }
    if (random.nextInt(5) == 0) {
      bytes = Arrays.copyOf(bytes, random.nextInt(bytes.length + 3));
    }
    return bytes;
  }

  private static void assertCorrupt(String message, byte[] bytes) {
    assertThatThrownBy(() -> Node.decode(bytes, () -> PLACE, 0))
        .isInstanceOfSatisfying(
            TuskException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CORRUPT))
        .hasMessage("stored bytes are malformed at byte " + message);
  }

  private static byte[] bytes(int... values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return bytes;
  }

  @Test
  void saysWhatIsWrong() {
    assertCorrupt("0: too few bytes", bytes());
    assertCorrupt("1: not a node", bytes(0x4F, 0, 0));
    assertCorrupt("2: a node of level 41", bytes(0x4E, 41, 0));
    assertCorrupt("3: an empty node", bytes(0x4E, 0, 0));
    assertCorrupt("3: a length of 9", bytes(0x4E, 0, 9));
    assertCorrupt("6: an entry with tag 2", bytes(0x4E, 0, 1, 0, 0, 2));
    assertCorrupt("8: bytes after a node's last entry", bytes(0x4E, 0, 1, 0, 0, 0, 0, 0, 9));
    assertCorrupt("12: keys out of order", bytes(0x4E, 0, 2, 0, 1, 98, 0, 0, 0, 0, 1, 97, 0, 0, 0));
    assertCorrupt(
        "13: a key that shares more than it says",
        bytes(0x4E, 0, 2, 0, 1, 97, 0, 0, 0, 0, 2, 97, 97, 0, 0, 0));
    byte[] kind = new byte[42];
    System.arraycopy(bytes(0x4E, 0, 1, 0, 0, 0, 0, 1, 3), 0, kind, 0, 9);
    assertCorrupt("9: a reference of kind 3", kind);
    // A nested node counts from its own start.
    assertCorrupt("2: a node of level 1", bytes(0x4E, 0, 1, 0, 0, 1, 3, 0x4E, 1, 0));
  }

  @Test
  void nestingHasALimit() {
    byte[] node = Node.leaf(List.of(entry("", ""))).hashed();
    for (int i = 0; i < 501; i++) {
      node =
          new Varints.Output()
              .bytes(bytes(0x4E, 0, 1, 0, 0, 1))
              .varint(node.length)
              .bytes(node)
              .toByteArray();
      if (i == 499) {
        assertThat(Node.decode(node, () -> PLACE, 0).hashed()).isEqualTo(node);
      }
    }
    assertCorrupt("0: a node of 8 bytes inside of 501", node);
    assertCorrupt("0: a node of 65537 bytes inside of 0", new byte[65_537]);
  }

  @Test
  void locationsAreOneForEachReference() {
    Node node = NODES.get(1);
    List<Location> locations = new ArrayList<>(node.piece().locations());
    assertThat(locations).hasSize(3);
    assertThat(Node.decode(node.hashed(), locations).refs()).isEqualTo(node.refs());
    locations.add(PLACE);
    assertThatThrownBy(() -> Node.decode(node.hashed(), locations))
        .isInstanceOfSatisfying(
            TuskException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CORRUPT))
        .hasMessage("a node has too many locations");
    assertThatThrownBy(() -> Node.decode(node.hashed(), locations.subList(0, 2)))
        .isInstanceOfSatisfying(
            TuskException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CORRUPT))
        .hasMessage("a node lacks locations");
  }

  @Test
  void aNodeThatIsNotSoundIsNamed() {
    try (TreeFixture fixture = new TreeFixture(TreeFixture.TINY)) {
      byte[] hashed = bytes(0x4E, 0, 0);
      Hash hash = Hash.of(hashed);
      Ref ref = fixture.out.writeNode(hash, new NodePiece(hashed, List.of()));
      fixture.out.flush();
      assertThatThrownBy(() -> fixture.trees.node(ref))
          .isInstanceOfSatisfying(
              TuskException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CORRUPT))
          .hasMessage(
              "node %s in %s is not sound: stored bytes are malformed at byte 3: an empty node",
              hash, ref.location().pack());
    }
  }
}
