/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.pieces;

import static io.tusk.pieces.PiecesFixture.assertFails;
import static io.tusk.pieces.PiecesFixture.chunk;
import static io.tusk.pieces.PiecesFixture.node;
import static io.tusk.pieces.PiecesFixture.reopened;
import static io.tusk.pieces.PiecesFixture.text;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tusk.error.ErrorCode;
import io.tusk.host.Host;
import io.tusk.objects.CountingObjectStore;
import io.tusk.objects.FaultyObjectStore;
import io.tusk.objects.MemoryObjectStore;
import io.tusk.objects.ObjectStore;
import io.tusk.objects.cache.CacheSettings;
import io.tusk.objects.cache.CachingObjectStore;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Pieces through a cache that holds what the object store answered wrongly once. */
class CachedPiecesTest {
  private final MemoryObjectStore objects = new MemoryObjectStore();
  private final CountingObjectStore counting = new CountingObjectStore(objects);
  private final FaultyObjectStore faulty = new FaultyObjectStore(counting, 1);
  private final ObjectStore cache =
      new CachingObjectStore(faulty, CacheSettings.OFF, Host.system());
  private final PieceReader reader = new PieceReader(cache);
  private final List<Ref> pieces;

  CachedPiecesTest() {
    try (PackWriter writer = new PackWriter(objects)) {
      Ref first = chunk(writer, "first");
      Ref second = chunk(writer, "second");
      Ref node = node(writer, "a node", first, second);
      writer.flush();
      pieces = Stream.of(first, second, node).map(PiecesFixture::reopened).toList();
    }
  }

  @AfterEach
  void close() {
    cache.close();
  }

  /** The cache has the pack with a byte of this piece altered. */
  private void poison(Ref piece) {
    faulty.flipping(piece.location().pack().key(), piece.location().offset() + 4);
    assertThat(cache.read(piece.location().pack().key(), 0, 10)).isPresent();
  }

  @Test
  void whatTheCacheHasWrongIsReadAgain() {
    for (int i = 0; i < pieces.size(); i++) {
      poison(pieces.get(i));
      faulty.calm();
      long before = counting.counts().reads();
      assertThat(text(reader, pieces.get(i)))
          .isEqualTo(List.of("first", "second", "a node").get(i));
      assertThat(counting.counts().reads() - before).isEqualTo(1);
    }
  }

  @Test
  void ofChunksReadAtOnceTheWrongOneIsReadAgain() {
    poison(pieces.get(1));
    faulty.calm();
    NearbyChunks read = reader.nearby(pieces.subList(0, 2));
    List<String> texts =
        IntStream.range(0, 2)
            .mapToObj(
                i ->
                    new String(
                        read.bytes(), read.verify(i), pieces.get(i).location().length(), UTF_8))
            .toList();
    assertThat(texts).containsExactly("first", "second");
  }

  @Test
  void whatIsWrongStillIsCorrupt() {
    for (Ref piece : pieces) {
      poison(piece);
      assertFails(
          ErrorCode.CORRUPT,
          piece.kind().word()
              + " "
              + piece.hash()
              + " is altered in object "
              + piece.location().pack().key()
              + " of store memory; run 'tusk fsck' for the whole damage",
          () -> text(reader, reopened(piece)));
      faulty.calm();
    }
  }
}
