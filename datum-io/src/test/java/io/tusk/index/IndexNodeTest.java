/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.index;

import static io.tusk.error.Failures.assertFails;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tusk.error.ErrorCode;
import io.tusk.pieces.Hash;
import io.tusk.pieces.Location;
import io.tusk.pieces.NodePiece;
import io.tusk.pieces.Pack;
import io.tusk.pieces.PackWriter;
import io.tusk.pieces.PieceKind;
import io.tusk.pieces.Ref;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Nodes as the page says that they are. */
class IndexNodeTest {
  private static final Pack PACK = Pack.named(Hash.of("pack".getBytes(UTF_8)));
  private static final Hash LOW = hash("00");
  private static final Hash MIDDLE = hash("7f");
  private static final Hash HIGH = hash("ff");

  private static Hash hash(String start) {
    return Hash.fromHex(start + "5a".repeat(Hash.BYTES - start.length() / 2));
  }

  private static Ref chunk(Hash hash, int offset) {
    return new Ref(PieceKind.CHUNK, hash, new Location(PACK, offset, 10));
  }

  private static Ref node(Hash hash, int offset) {
    return new Ref(PieceKind.NODE, hash, new Location(PACK, offset, 99));
  }

  private static IndexNode example() {
    Ref[] children = new Ref[IndexNode.FAN_OUT];
    children[0] = node(HIGH, 300);
    children[9] = node(LOW, 400);
    return IndexNode.of(2, List.of(chunk(LOW, 100), chunk(MIDDLE, 200)), children);
  }

  @Test
  void theBytesOfTheHashedPart() {
    assertThat(HexFormat.of().formatHex(example().piece().hashed()))
        .isEqualTo("49" + "02" + "0201" + "02" + LOW + MIDDLE + HIGH + LOW);
    assertThat(example().piece().locations())
        .extracting(Location::offset)
        .containsExactly(100L, 200L, 300L, 400L);
  }

  @Test
  void readBack() {
    IndexNode node = IndexNode.decode(example().piece(), 2);
    assertThat(node.entries()).containsExactly(chunk(LOW, 100), chunk(MIDDLE, 200));
    assertThat(node.find(MIDDLE)).isEqualTo(chunk(MIDDLE, 200));
    assertThat(node.find(HIGH)).isNull();
    assertThat(node.child(0)).isEqualTo(node(HIGH, 300));
    assertThat(node.child(1)).isNull();
    assertThat(node.child(9)).isEqualTo(node(LOW, 400));
    assertThat(node.isLeaf()).isFalse();
    assertThat(IndexNode.EMPTY.isLeaf()).isTrue();
  }

  /** Each entry in a pack of its own, at the end of it, is the worst. */
  @Test
  void theLargestFrame() {
    List<Ref> entries = new ArrayList<>();
    List<Ref> pending = new ArrayList<>();
    Ref[] children = new Ref[IndexNode.FAN_OUT];
    for (int i = 0; i < IndexNode.MOST_ENTRIES; i++) {
      Pack own = Pack.named(Hash.of(("pack " + i).getBytes(UTF_8)));
      Hash hash = Hash.fromHex(String.format("%064x", i));
      entries.add(new Ref(PieceKind.CHUNK, hash, new Location(own, (64 << 20) - 1, 64 << 20)));
      if (i < IndexNode.FAN_OUT) {
        children[i] = new Ref(PieceKind.NODE, hash, entries.get(i).location());
      } else if (pending.size() < IndexNode.MOST_PENDING) {
        pending.add(entries.get(i));
      }
    }
    assertThat(frameBytes(IndexNode.of(63, entries, new Ref[IndexNode.FAN_OUT])))
        .isBetween(12_000, 16_384);
    assertThat(frameBytes(IndexNode.of(63, pending, children))).isLessThan(6_000);
  }

  private static int frameBytes(IndexNode node) {
    try (IndexFixture fixture = new IndexFixture(1);
        PackWriter out = new PackWriter(fixture.store)) {
      NodePiece piece = node.piece();
      return out.writeNode(Hash.of(piece.hashed()), piece).location().length();
    }
  }

  @Test
  void whatIsNoNodeIsRefused() {
    byte[] bytes = example().piece().hashed();
    List<Location> locations = example().piece().locations();
    assertMalformed(
        "stored bytes are malformed at byte 2: not a node of an index at depth 3",
        new NodePiece(bytes, locations),
        3);
    byte[] ofATree = bytes.clone();
    ofATree[0] = 0x4E;
    assertMalformed(
        "stored bytes are malformed at byte 1: not a node of an index at depth 2",
        new NodePiece(ofATree, locations),
        2);
    assertMalformed(
        "stored bytes are malformed at byte 5: 2 entries of an index in 127 bytes, with 4 locations",
        new NodePiece(Arrays.copyOf(bytes, bytes.length - 1), locations),
        2);
    assertMalformed(
        "stored bytes are malformed at byte 5: 2 entries of an index in 128 bytes, with 3 locations",
        new NodePiece(bytes, locations.subList(0, 3)),
        2);
    assertMalformed(
        "entry 1 of an index is out of order",
        IndexNode.of(2, List.of(chunk(MIDDLE, 1), chunk(LOW, 2)), new Ref[IndexNode.FAN_OUT])
            .piece(),
        2);
    assertMalformed(
        "stored bytes are malformed at byte 0: too few bytes",
        new NodePiece(new byte[0], List.of()),
        0);
    byte[] tooMany = bytes.clone();
    tooMany[4] = (byte) 0xAB;
    tooMany[5] = 1;
    assertMalformed(
        "stored bytes are malformed at byte 6: a length of 171",
        new NodePiece(tooMany, locations),
        2);
  }

  private static void assertMalformed(String message, NodePiece piece, int depth) {
    assertFails(ErrorCode.CORRUPT, message, () -> IndexNode.decode(piece, depth));
  }
}
