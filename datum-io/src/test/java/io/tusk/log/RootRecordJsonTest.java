/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tusk.pieces.Hash;
import io.tusk.pieces.Location;
import io.tusk.pieces.Pack;
import io.tusk.pieces.PieceKind;
import io.tusk.pieces.Ref;
import io.tusk.pieces.RefJson;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RootRecordJsonTest {
  private static final Pack PACK = Pack.named(Hash.of("pack".getBytes(UTF_8)));

  private static Ref root(int number) {
    return new Ref(
        PieceKind.NODE, Hash.of(new byte[] {(byte) number}), new Location(PACK, 12L * number, 99));
  }

  private static RootRecord record(Optional<Ref> metadata, Optional<Ref> index) {
    return new RootRecord(
        7,
        "ab".repeat(16),
        Optional.of(Hash.OF_EMPTY),
        metadata,
        index,
        3,
        Instant.parse("2031-01-01T00:00:00Z"),
        new Operation("put file", "a"),
        Optional.empty());
  }

  @Test
  void theRootsOfTheMetadataAndOfTheIndex() {
    byte[] bytes = RootRecordJson.write(record(Optional.of(root(1)), Optional.of(root(2))));
    assertThat(new String(bytes, UTF_8))
        .contains(
            "\"metadata\":"
                + RefJson.write(root(1))
                + ",\"index\":"
                + RefJson.write(root(2))
                + ",");
    RootRecord read = RootRecordJson.read(bytes, "key", "memory");
    assertThat(read.metadata()).get().hasToString(root(1).toString());
    assertThat(read.index()).get().hasToString(root(2).toString());
  }

  @Test
  void withoutRoots() {
    RootRecord record = record(Optional.empty(), Optional.empty());
    byte[] bytes = RootRecordJson.write(record);
    assertThat(new String(bytes, UTF_8)).doesNotContain("metadata", "index");
    assertThat(RootRecordJson.read(bytes, "key", "memory")).isEqualTo(record);
  }

  /** However much an operation is about, its record is small. */
  @Test
  void aLongSubjectIsCut() {
    assertThat(new Operation("undo", "x".repeat(2_000)).subject()).isEqualTo("x".repeat(2_000));
    assertThat(new Operation("undo", "x".repeat(2_001)).subject())
        .isEqualTo("x".repeat(1_997) + "...");
    String pairs = "x" + "\uD83D\uDE00".repeat(1_000);
    assertThat(new Operation("undo", pairs).subject())
        .isEqualTo("x" + "\uD83D\uDE00".repeat(998) + "...");
  }
}
