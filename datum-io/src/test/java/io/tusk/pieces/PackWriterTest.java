/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.pieces;

import static io.tusk.pieces.PiecesFixture.assertFails;
import static io.tusk.pieces.PiecesFixture.chunk;
import static io.tusk.pieces.PiecesFixture.node;
import static io.tusk.pieces.PiecesFixture.reopened;
import static io.tusk.pieces.PiecesFixture.text;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tusk.error.ErrorCode;
import io.tusk.objects.EveryStore;
import io.tusk.objects.ObjectStore;
import io.tusk.objects.TestStores;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

@EveryStore
class PackWriterTest {
  private final ObjectStore store = TestStores.create();
  private final PieceReader reader = new PieceReader(store);

  @Test
  void aPackIsWhatThePageSays() {
    try (PackWriter writer = new PackWriter(store)) {
      Ref empty = chunk(writer, "");
      Ref hello = chunk(writer, "hello");
      Ref node = node(writer, "a node", hello, empty);
      assertThat(store.list("", "", 10)).isEmpty();
      writer.flush();

      Map<String, byte[]> packs = PageReader.packs(store);
      byte[] pack = packs.values().iterator().next();
      assertThat(packs).containsOnlyKeys(node.location().pack().name().toString());
      assertThat(writer.bytesStored()).isEqualTo(pack.length);
      assertThat(PageReader.directory(pack))
          .containsExactlyInAnyOrder(row(empty), row(hello), row(node));
      assertThat(empty.location().offset()).isEqualTo(12);
      assertThat(hello.location().length()).isEqualTo(5);
      assertThat(PackFormat.directory(pack)).hasSize(3);
    }
    PackReport report = new PackVerifier(store).verify(store.list("", "", 1).get(0));
    assertThat(report.problems()).isEmpty();
    assertThat(report.pieces()).hasSize(3);
  }

  @Test
  void namesAreFrozen() {
    try (PackWriter writer = new PackWriter(store)) {
      node(writer, "a node", chunk(writer, "hello"));
      writer.flush();
    }
    assertThat(store.list("", "", 2))
        .containsExactly(
            "packs/e0/e0a311011c1554d1857ddefe067186350599b5106730bedba2bee7a2661838b7");
  }

  private static PageReader.Row row(Ref ref) {
    return new PageReader.Row(
        ref.hash().toString(), ref.kind().code(), ref.location().offset(), ref.location().length());
  }

  @Test
  void whatWasWrittenIsReadBeforeAndAfterTheFlush() {
    try (PackWriter writer = new PackWriter(store)) {
      List<Ref> refs = List.of(chunk(writer, ""), chunk(writer, "a"), node(writer, "n"));
      for (Ref ref : refs) {
        assertThat(Hash.of(text(reader, ref).getBytes(UTF_8))).isEqualTo(ref.hash());
      }
      assertThat(reader.chunksRead()).isEqualTo(2);
      assertThat(reader.nodesRead()).isEqualTo(1);
      writer.flush();
      assertThat(refs.stream().map(ref -> text(reader, ref))).containsExactly("", "a", "n");
      assertThat(refs.stream().map(ref -> text(reader, reopened(ref))))
          .containsExactly("", "a", "n");
    }
  }

  @Test
  void equalPiecesOfOneWriteAreStoredOnceAndKindsAreKeptApart() {
    try (PackWriter writer = new PackWriter(store)) {
      Ref chunk = chunk(writer, "same");
      long stored = writer.bytesStored();
      assertThat(chunk(writer, "same")).isEqualTo(chunk);
      assertThat(writer.bytesStored()).isEqualTo(stored);
      Ref node = node(writer, "same");
      assertThat(node.kind()).isEqualTo(PieceKind.NODE);
      assertThat(node(writer, "same")).isEqualTo(node);
      assertThat(writer.written(PieceKind.NODE, node.hash())).contains(node);
      assertThat(writer.written(PieceKind.CHUNK, node.hash())).isEmpty();
      assertThat(text(reader, chunk)).isEqualTo("same");
      assertThat(text(reader, node)).isEqualTo("same");
    }
  }

  @Test
  void nodesReferToPiecesOfEarlierPacks() {
    try (PackWriter writer = new PackWriter(store, 150)) {
      Ref below = chunk(writer, "the first piece of all");
      for (int i = 0; i < 50; i++) {
        Ref other = chunk(writer, "a chunk beside " + i);
        below = node(writer, "node " + i, below, other, below);
      }
      writer.flush();
      Map<String, byte[]> packs = PageReader.packs(store);
      assertThat(packs).hasSizeGreaterThan(20);

      Ref ref = reopened(below);
      for (int i = 49; i >= 0; i--) {
        NodePiece piece = reader.node(ref);
        assertThat(text(reader, ref)).isEqualTo("node " + i);
        assertThat(piece.locations()).hasSize(3);
        assertThat(piece.locations().get(0).offset()).isEqualTo(piece.locations().get(2).offset());
        Hash beside = Hash.of(("a chunk beside " + i).getBytes(UTF_8));
        assertThat(text(reader, new Ref(PieceKind.CHUNK, beside, piece.locations().get(1))))
            .isEqualTo("a chunk beside " + i);
        String next = i == 0 ? "the first piece of all" : "node " + (i - 1);
        ref =
            new Ref(
                i == 0 ? PieceKind.CHUNK : PieceKind.NODE,
                Hash.of(next.getBytes(UTF_8)),
                piece.locations().get(0));
      }
      assertThat(text(reader, ref)).isEqualTo("the first piece of all");
    }
  }

  @Test
  void theDirectoryCountsTowardsThePack() {
    int target = 8 << 10;
    try (PackWriter writer = new PackWriter(store, target)) {
      for (int i = 0; i < 2_000; i++) {
        chunk(writer, String.format("%04d", i));
      }
      writer.flush();
      long total = 0;
      for (byte[] pack : PageReader.packs(store).values()) {
        assertThat(pack.length).isLessThan(target + 49);
        total += pack.length;
      }
      assertThat(writer.bytesStored()).isEqualTo(total);
    }
  }

  @Test
  void noPackIsAboveTheLimit() {
    try (PackWriter writer = new PackWriter(store)) {
      writer.writeChunk(new byte[24 << 20], 0, 24 << 20);
      writer.writeChunk(new byte[41 << 20], 0, 41 << 20);
      writer.flush();
      assertThat(PageReader.sizes(store)).hasSize(2).allMatch(size -> size < 42 << 20);
      byte[] huge = new byte[PackFormat.MAX_PACK_BYTES];
      assertThatThrownBy(() -> writer.writeChunk(huge, 0, huge.length))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("a piece of 67108864 bytes; at most 67108787 fit a pack");
    }
  }

  @Test
  void targetsOutOfRangeAreRefused() {
    for (int target : new int[] {0, PackWriter.TARGET_BYTES + 1}) {
      assertThatThrownBy(() -> new PackWriter(store, target).close())
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("packs of " + target + " bytes");
    }
  }

  @Test
  void whatIsNotFlushedIsGivenUpByClose() {
    PackWriter writer = new PackWriter(store);
    Ref ref = chunk(writer, "lost");
    writer.close();
    writer.close();
    assertThat(store.list("", "", 10)).isEmpty();
    assertFails(ErrorCode.INTERNAL, "the write of a pack was given up", () -> reader.chunk(ref));
    assertFails(
        ErrorCode.INTERNAL, "the write of a pack was given up", () -> ref.location().pack().name());
    assertThat(ref.location().pack().isDurable()).isFalse();
    assertThatThrownBy(() -> chunk(writer, "lost"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("the write was closed");
  }

  @Test
  void aPackHasNoNameBeforeItIsFlushed() {
    try (PackWriter writer = new PackWriter(store)) {
      Ref ref = chunk(writer, "x");
      assertThat(ref.location().pack()).hasToString("a pack being written");
      assertThatThrownBy(() -> RefJson.write(ref))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("the pack has no name before it is flushed");
      writer.flush();
      assertThat(ref.location().pack()).hasToString("object " + ref.location().pack().key());
      assertThat(ref.location().pack().isDurable()).isTrue();
      assertThat(RefJson.write(ref).path("length").asInt()).isEqualTo(1);
    }
  }

  @Test
  void piecesOfAnotherUnflushedWriteCannotBeReferredTo() {
    try (PackWriter first = new PackWriter(store);
        PackWriter second = new PackWriter(store)) {
      Ref ref = chunk(first, "of the first");
      assertThatThrownBy(() -> node(second, "of the second", ref))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("a node refers to a pack being written, which another write has not flushed");
      first.flush();
      Ref node = node(second, "of the second", ref);
      second.flush();
      assertThat(text(reader, node)).isEqualTo("of the second");
    }
  }

  @Test
  void aWriteOfNothingStoresNothing() {
    try (PackWriter writer = new PackWriter(store)) {
      writer.flush();
      writer.flush();
      assertThat(writer.bytesStored()).isZero();
    }
    assertThat(store.list("", "", 10)).isEmpty();
  }
}
