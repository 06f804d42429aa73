/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.pieces;

import static io.tusk.pieces.PiecesFixture.assertFails;
import static io.tusk.pieces.PiecesFixture.chunk;
import static io.tusk.pieces.PiecesFixture.node;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.tusk.error.ErrorCode;
import io.tusk.error.TuskException;
import io.tusk.objects.EveryStore;
import io.tusk.objects.FaultyObjectStore;
import io.tusk.objects.ObjectStore;
import io.tusk.objects.TestStores;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Packs that somebody wrote wrongly, under the names that they should have: only fsck can tell. */
@EveryStore
class PackVerifierTest {
  private static final long SEED = 11;

  private final ObjectStore store = TestStores.create();

  /** Stores the pack under its right name. */
  private PackReport verify(byte[] pack) {
    String key = Pack.key(name(pack));
    store.put(key, pack);
    PackReport report = new PackVerifier(store).verify(key);
    report.problems().forEach(problem -> assertThat(problem.key()).isEqualTo(key));
    return report;
  }

  /** Any name, where the pack is not such that the page gives it one. */
  private static Hash name(byte[] pack) {
    try {
      for (PackPiece piece : PackFormat.directory(pack)) {
        Objects.checkFromIndexSize(piece.offset(), piece.length(), pack.length);
      }
      List<PageReader.Row> rows =
          PackFormat.directory(pack).stream()
              .map(
                  piece ->
                      new PageReader.Row(
                          piece.hash().toString(),
                          piece.kind().code(),
                          piece.offset(),
                          piece.length()))
              .toList();
      return Hash.fromHex(PageReader.name(pack, rows));
    } catch (TuskException | IndexOutOfBoundsException e) {
      return Hash.OF_EMPTY;
    }
  }

  private static List<String> facts(PackReport report) {
    return report.problems().stream().map(PackProblem::fact).toList();
  }

  private static byte[] pack(byte[] frames, PackPiece... rows) {
    return new Varints.Output()
        .bytes(PackFormat.header())
        .bytes(frames)
        .bytes(PackFormat.directoryAndTrailer(List.of(rows), 12 + frames.length))
        .toByteArray();
  }

  private static PackPiece chunkAt(byte[] frames, int from, int length) {
    return new PackPiece(Hash.of(frames, from, length), PieceKind.CHUNK, 12L + from, length);
  }

  @Test
  void piecesAreListedAndAlteredOnesLeftOut() {
    byte[] frames = {1, 2, 3, 4, 5};
    PackPiece good = chunkAt(frames, 0, 2);
    PackPiece wrong = new PackPiece(Hash.OF_EMPTY, PieceKind.CHUNK, 14, 3);
    PackReport report = verify(pack(frames, good, wrong));
    assertThat(facts(report)).containsExactly("chunk " + Hash.OF_EMPTY + " at 14 is altered");
    assertThat(report.pieces()).isEqualTo(Set.of(good));
    assertThat(report.problems().get(0).toString())
        .isEqualTo("object " + report.problems().get(0).key() + ": " + facts(report).get(0));
  }

  @Test
  void aNodeMustBeAFrame() {
    byte[] frames = {0, 0, 0, 9, 5, 6, 7, 8};
    PackPiece row = new PackPiece(Hash.of(frames), PieceKind.NODE, 12, 8);
    assertThat(facts(verify(pack(frames, row))))
        .containsExactly(
            "node "
                + row.hash()
                + " at 12 is altered: stored bytes are malformed at byte 4: a node of 9 bytes in a"
                + " frame of 8");
  }

  @Test
  void piecesAdjoin() {
    byte[] frames = {1, 2, 3, 4, 5};
    assertThat(facts(verify(pack(frames, chunkAt(frames, 0, 2)))))
        .containsExactly("its pieces do not adjoin at byte 14");
    assertThat(facts(verify(pack(frames, chunkAt(frames, 0, 4), chunkAt(frames, 2, 3)))))
        .containsExactly("its pieces do not adjoin at byte 16");
    assertThat(facts(verify(pack(frames, chunkAt(frames, 1, 4)))))
        .containsExactly("its pieces do not adjoin at byte 12");
    assertThat(facts(verify(pack(new byte[0])))).isEmpty();
  }

  @Test
  void rowsOutsideOfThePackAndOutOfOrder() {
    byte[] frames = {1, 2};
    PackPiece far = new PackPiece(Hash.of(frames), PieceKind.CHUNK, Long.MAX_VALUE, 9);
    assertThat(facts(verify(pack(frames, far))))
        .containsExactly(
            "its pieces do not adjoin at byte 12",
            "chunk " + far.hash() + " at " + Long.MAX_VALUE + " lies outside of the pack");
    byte[] pack = pack(frames, chunkAt(frames, 0, 1), chunkAt(frames, 1, 1));
    byte[] first = Arrays.copyOfRange(pack, 14, 59);
    System.arraycopy(pack, 59, pack, 14, 45);
    System.arraycopy(first, 0, pack, 59, 45);
    PackReport report = verify(pack);
    assertThat(facts(report)).containsExactly("its directory is out of order at row 1");
    assertThat(report.pieces()).hasSize(2);
  }

  @Test
  void otherObjectsAreNotPacks() {
    assertThat(facts(verify(new byte[50])))
        .containsExactly("stored bytes are malformed at byte 8: not a pack");
    byte[] version = pack(new byte[0]);
    version[11] = 2;
    assertThat(facts(verify(version)))
        .containsExactly("stored bytes are malformed at byte 12: a pack of version 2");
    byte[] kind = pack(new byte[1], chunkAt(new byte[1], 0, 1));
    kind[13 + 32] = 3;
    assertThat(facts(verify(kind)))
        .containsExactly("stored bytes are malformed at byte 46: a piece of kind 3");
    byte[] cut = Arrays.copyOf(kind, kind.length - 1);
    assertThat(facts(verify(cut))).hasSize(1).first().asString().endsWith("without its directory");
  }

  @Test
  void theNameIsTheHash() {
    byte[] frames = {1, 2, 3};
    byte[] pack = pack(frames, chunkAt(frames, 0, 1), chunkAt(frames, 1, 2));
    String key = Pack.key(Hash.OF_EMPTY);
    store.put(key, pack);
    assertThat(new PackVerifier(store).verify(key).problems())
        .containsExactly(
            new PackProblem(key, "its bytes hash to " + name(pack) + ", not to its name"));
  }

  @Test
  void whatCannotBeReadIsNotCalledDamage() {
    FaultyObjectStore faulty =
        new FaultyObjectStore(store, SEED).failing(FaultyObjectStore.Call.SIZE, 1);
    assertFails(
        ErrorCode.STORAGE,
        "store " + store.location() + " failed to SIZE 'packs/aa' as it was told to",
        () -> new PackVerifier(faulty).verify("packs/aa"));
  }

  @Test
  void anyBytesAreReportedAndNeverThrown() {
    try (PackWriter writer = new PackWriter(store)) {
      node(writer, "a node", chunk(writer, "a chunk"));
      writer.flush();
    }
    byte[] sound = store.read(store.list("packs/", "", 1).get(0)).orElseThrow();
    Random random = new Random(SEED);
    for (int round = 0; round < TestStores.cases(5_000); round++) {
      byte[] pack = Arrays.copyOf(sound, sound.length - Math.max(0, random.nextInt(60) - 50));
      for (int i = random.nextInt(5); i > 0; i--) {
        pack[random.nextInt(pack.length)] = (byte) random.nextInt();
      }
      try {
        PackReport report = verify(pack);
        assertThat(report.problems().isEmpty() && report.pieces().isEmpty())
            .as("seed %d, round %d", SEED, round)
            .isFalse();
      } catch (TuskException e) {
        fail("seed " + SEED + ", round " + round, e);
      }
    }
  }
}
