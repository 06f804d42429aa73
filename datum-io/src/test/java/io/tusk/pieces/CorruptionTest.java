/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.pieces;

import static io.tusk.pieces.PiecesFixture.assertFails;
import static io.tusk.pieces.PiecesFixture.chunk;
import static io.tusk.pieces.PiecesFixture.node;
import static io.tusk.pieces.PiecesFixture.reopened;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.tusk.error.ErrorCode;
import io.tusk.error.TuskException;
import io.tusk.objects.EveryStore;
import io.tusk.objects.ObjectStore;
import io.tusk.objects.TestStores;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@EveryStore
class CorruptionTest {
  private final ObjectStore store = TestStores.create();
  private final PieceReader reader = new PieceReader(store);
  private final List<Ref> refs = new ArrayList<>();

  private void write() {
    try (PackWriter writer = new PackWriter(store, 400)) {
      Ref last = chunk(writer, "the first");
      refs.add(last);
      for (int i = 0; i < 12; i++) {
        Ref chunk = chunk(writer, "chunk " + i);
        last = node(writer, "node " + i, last, chunk);
        refs.add(chunk);
        refs.add(last);
      }
      writer.flush();
    }
    refs.replaceAll(PiecesFixture::reopened);
    assertThat(store.list("", "", 100)).hasSizeGreaterThan(2);
  }

  private Object read(Ref ref) {
    return ref.kind() == PieceKind.CHUNK
        ? new String(reader.chunk(ref), UTF_8)
        : places(reader.node(ref));
  }

  /** Packs are equal only to themselves, so their names are compared. */
  private static List<Object> places(NodePiece piece) {
    List<Object> places = new ArrayList<>(List.of(Hash.of(piece.hashed())));
    for (Location at : piece.locations()) {
      places.add(at.pack().name() + " " + at.offset() + " " + at.length());
    }
    return places;
  }

  @ParameterizedTest
  @ValueSource(ints = {0x01, 0x80, 0xFF})
  void everyFlippedByteIsFoundOrHarmless(int flip) {
    write();
    List<Object> expected = refs.stream().map(this::read).toList();
    int found = 0;
    int frames = 0;
    for (String key : store.list("packs/", "", 1_000)) {
      byte[] pack = store.read(key).orElseThrow();
      for (int at = 0; at < pack.length; at += TestStores.step()) {
        byte[] altered = pack.clone();
        altered[at] ^= (byte) flip;
        store.put(key, altered);
        boolean corrupt = false;
        for (int i = 0; i < refs.size(); i++) {
          Ref ref = refs.get(i);
          if (!ref.location().pack().key().equals(key)) {
            continue;
          }
          boolean covers =
              at >= ref.location().offset()
                  && at < ref.location().offset() + ref.location().length();
          frames += covers ? 1 : 0;
          corrupt |= isCorruptOrEqual(ref, expected.get(i), covers);
        }
        found += corrupt ? 1 : 0;
        assertThat(new PackVerifier(store).verify(key).problems())
            .as("byte %d of %s", at, key)
            .isNotEmpty();
      }
      store.put(key, pack);
    }
    assertThat(found).isEqualTo(frames).isPositive();
  }

  private boolean isCorruptOrEqual(Ref ref, Object expected, boolean altered) {
    try {
      assertThat(read(ref)).isEqualTo(expected);
      return false;
    } catch (TuskException e) {
      assertThat(altered).isTrue();
      assertThat(e.code()).isEqualTo(ErrorCode.CORRUPT);
      assertThat(e)
          .hasMessage(
              "%s %s is altered in object %s of store %s; run 'tusk fsck' for the whole damage",
              ref.kind() == PieceKind.CHUNK ? "chunk" : "node",
              ref.hash(),
              ref.location().pack().key(),
              store.location());
      return true;
    }
  }

  @Test
  void shortAndMissingPacksAreCorrupt() {
    write();
    Ref last = refs.get(refs.size() - 1);
    String key = last.location().pack().key();
    byte[] pack = store.read(key).orElseThrow();
    store.put(key, Arrays.copyOf(pack, (int) last.location().offset() + 3));
    assertFails(
        ErrorCode.CORRUPT,
        "node "
            + last.hash()
            + " is altered in object "
            + key
            + " of store "
            + store.location()
            + "; run 'tusk fsck' for the whole damage",
        () -> reader.node(last));
    store.delete(key);
    assertFails(
        ErrorCode.CORRUPT,
        "object "
            + key
            + " of store "
            + store.location()
            + " is missing; run 'tusk fsck' for the whole damage",
        () -> reader.node(last));
    assertThat(new PackVerifier(store).verify(key).problems())
        .containsExactly(new PackProblem(key, "is missing"));
  }

  @Test
  void ofChunksReadTogetherEachIsVerified() {
    List<Ref> chunks = new ArrayList<>();
    try (PackWriter writer = new PackWriter(store)) {
      for (String text : List.of("one", "two", "three", "four")) {
        chunks.add(chunk(writer, text));
      }
      assertThat(together(chunks)).isEqualTo("one two three four ");
      writer.flush();
    }
    Ref first = chunks.get(0);
    String key = first.location().pack().key();
    assertThat(together(chunks)).isEqualTo("one two three four ");
    assertThat(together(List.of(first, chunks.get(2)))).isEqualTo("one three ");
    assertThat(NearbyChunks.areNear(first, chunks.get(1))).isTrue();
    assertThat(NearbyChunks.areNear(chunks.get(1), first)).isFalse();
    assertThat(NearbyChunks.areNear(first, reopened(chunks.get(2)))).isTrue();
    byte[] pack = store.read(key).orElseThrow();
    store.put(key, Arrays.copyOf(pack, (int) chunks.get(3).location().offset() + 3));
    assertFails(ErrorCode.CORRUPT, altered(chunks.get(3)), () -> together(chunks));
    assertThat(together(chunks.subList(0, 3))).isEqualTo("one two three ");
    pack[(int) chunks.get(2).location().offset()] ^= 1;
    store.put(key, pack);
    assertFails(ErrorCode.CORRUPT, altered(chunks.get(2)), () -> together(chunks));
    Location at = first.location();
    Ref far =
        new Ref(
            PieceKind.CHUNK, first.hash(), new Location(at.pack(), at.offset() + (65L << 20), 3));
    assertFails(ErrorCode.CORRUPT, altered(first), () -> reader.nearby(List.of(first, far)));
    assertThat(NearbyChunks.areNear(first, far)).isFalse();
  }

  private String together(List<Ref> chunks) {
    NearbyChunks read = reader.nearby(chunks);
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < chunks.size(); i++) {
      int offset = read.verify(i);
      text.append(new String(read.bytes(), offset, chunks.get(i).location().length(), UTF_8));
      text.append(' ');
    }
    return text.toString();
  }

  private String altered(Ref chunk) {
    return "chunk "
        + chunk.hash()
        + " is altered in "
        + chunk.location().pack()
        + " of store "
        + store.location()
        + "; run 'tusk fsck' for the whole damage";
  }

  @Test
  void placesThatCannotBeAreCorrupt() {
    try (PackWriter writer = new PackWriter(store)) {
      Ref buffered = chunk(writer, "short");
      for (boolean flushed : new boolean[] {false, true}) {
        if (flushed) {
          writer.flush();
        }
        Pack pack = buffered.location().pack();
        for (Location at :
            List.of(
                new Location(pack, -1, 5),
                new Location(pack, 12, -5),
                new Location(pack, Long.MAX_VALUE, 5),
                new Location(pack, Integer.MAX_VALUE, 5),
                new Location(pack, 1L << 32, 5),
                new Location(pack, 12, Integer.MAX_VALUE),
                new Location(pack, 12, 64 << 20),
                new Location(pack, 12, 4),
                new Location(pack, 13, 5))) {
          assertFails(
              ErrorCode.CORRUPT,
              "chunk "
                  + buffered.hash()
                  + " is altered in "
                  + pack
                  + " of store "
                  + store.location()
                  + "; run 'tusk fsck' for the whole damage",
              () -> reader.chunk(new Ref(PieceKind.CHUNK, buffered.hash(), at)));
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void malformedFramesAreCorrupt(long seed) {
    write();
    Random random = new Random(seed);
    List<Ref> nodes = refs.stream().filter(ref -> ref.kind() == PieceKind.NODE).toList();
    Pack self = Pack.named(Hash.OF_EMPTY);
    Map<String, byte[]> packs = new HashMap<>();
    for (int round = 0; round < 20_000; round++) {
      Ref ref = nodes.get(random.nextInt(nodes.size()));
      byte[] pack =
          packs.computeIfAbsent(ref.location().pack().key(), key -> store.read(key).orElseThrow());
      int from = (int) ref.location().offset();
      byte[] frame = Arrays.copyOfRange(pack, from, from + random.nextInt(120));
      for (int i = random.nextInt(4); i > 0 && frame.length > 0; i--) {
        frame[random.nextInt(frame.length)] = (byte) random.nextInt();
      }
      if (random.nextInt(10) == 0) {
        random.nextBytes(frame);
      }
      try {
        NodePiece.decode(frame, self);
      } catch (TuskException e) {
        assertThat(e.code()).as("seed %d, round %d", seed, round).isEqualTo(ErrorCode.CORRUPT);
      } catch (RuntimeException e) {
        fail("seed " + seed + ", round " + round, e);
      }
    }
  }
}
