/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.files;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tusk.error.ErrorCode;
import io.tusk.error.TuskException;
import io.tusk.pieces.Hash;
import io.tusk.pieces.Location;
import io.tusk.pieces.Pack;
import io.tusk.pieces.PieceKind;
import io.tusk.pieces.Ref;
import io.tusk.tree.Entry;
import io.tusk.tree.Tree;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PathEntryCodecTest {
  private static final Ref CHUNK = ref(PieceKind.CHUNK);
  private static final Ref NODE = ref(PieceKind.NODE);

  @Test
  void entriesAreAsTheFormatSaysAndComeBack() {
    FileEntry file = new FileEntry(300, Optional.of(CHUNK));
    Entry encoded = PathEntryCodec.encode(key("f"), file);
    assertThat(encoded.value()).containsExactly(0xAC, 0x02);
    assertThat(encoded.refs()).containsExactly(CHUNK);
    assertThat(PathEntryCodec.decode(encoded)).isEqualTo(file);

    Entry empty = PathEntryCodec.encode(key("f"), FileEntry.EMPTY);
    assertThat(empty.value()).containsExactly(0);
    assertThat(empty.refs()).isEmpty();
    assertThat(PathEntryCodec.decode(empty)).isEqualTo(FileEntry.EMPTY);

    Entry directory =
        PathEntryCodec.encode(key("d/"), new DirectoryEntry(Tree.stored(NODE), 2, 300));
    assertThat(directory.value()).containsExactly(2, 0xAC, 0x02);
    assertThat(directory.refs()).containsExactly(NODE);
    PathEntry decoded = PathEntryCodec.decode(directory);
    assertThat(decoded.files()).isEqualTo(2);
    assertThat(decoded.bytes()).isEqualTo(300);
    assertThat(decoded.hash()).isEqualTo(NODE.hash());
  }

  @Test
  void keyAndEntryMustAgree() {
    assertThatThrownBy(() -> PathEntryCodec.encode(key("f/"), FileEntry.EMPTY))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("key and entry disagree: f/");
    assertThatThrownBy(() -> new FileEntry(1, Optional.empty()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a file of 1 bytes without content");
    assertThatThrownBy(() -> new FileEntry(0, Optional.of(CHUNK)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a file of 0 bytes with content");
  }

  static List<Entry> malformed() {
    return List.of(
        Entry.of(key("f"), new byte[] {5}, List.of()),
        Entry.of(key("f"), new byte[] {0}, List.of(CHUNK)),
        Entry.of(key("f"), new byte[] {5, 5}, List.of(CHUNK)),
        Entry.of(key("f"), new byte[] {5}, List.of(CHUNK, CHUNK)),
        Entry.of(key("d/"), new byte[] {1, 1}, List.of()),
        Entry.of(key("d/"), new byte[] {1, 1}, List.of(CHUNK)),
        Entry.of(key("d/"), new byte[] {1, 1, 1}, List.of(NODE)));
  }

  @ParameterizedTest
  @MethodSource("malformed")
  void malformedEntriesAreCorrupt(Entry entry) {
    assertThatThrownBy(() -> PathEntryCodec.decode(entry))
        .isInstanceOf(TuskException.class)
        .hasMessage(
            "the entry of \""
                + new String(entry.key(), UTF_8)
                + "\" in its directory is malformed; run 'tusk fsck' for the whole damage")
        .extracting(e -> ((TuskException) e).code())
        .isEqualTo(ErrorCode.CORRUPT);
  }

  private static byte[] key(String key) {
    return key.getBytes(UTF_8);
  }

  private static Ref ref(PieceKind kind) {
    Hash hash = Hash.of(kind.name().getBytes(UTF_8));
    return new Ref(kind, hash, new Location(Pack.named(hash), 12, 34));
  }
}
