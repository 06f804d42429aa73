/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.pieces;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tusk.error.ErrorCode;
import io.tusk.error.TuskException;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VarintsTest {
  @ParameterizedTest
  @CsvSource({
    "0,00",
    "1,01",
    "127,7f",
    "128,8001",
    "300,ac02",
    "16383,ff7f",
    "16384,808001",
    "4294967295,ffffffff0f",
    "9223372036854775807,ffffffffffffffff7f"
  })
  void encodesAsUnsignedLeb128(long value, String hex) {
    byte[] bytes = new Varints.Output().varint(value).toByteArray();
    assertThat(HexFormat.of().formatHex(bytes)).isEqualTo(hex);
    assertThat(Varints.size(value)).isEqualTo(bytes.length);
    Varints.Input in = new Varints.Input(bytes);
    assertThat(in.varint()).isEqualTo(value);
    assertThat(in.atEnd()).isTrue();
  }

  @Test
  void sizesAgreeAroundEveryPowerOfTwo() {
    for (int bit = 0; bit < 63; bit++) {
      for (long value : new long[] {(1L << bit) - 1, 1L << bit, (1L << bit) + 1}) {
        byte[] bytes = new Varints.Output().varint(value).toByteArray();
        assertThat(Varints.size(value)).isEqualTo(bytes.length);
        assertThat(new Varints.Input(bytes).varint()).isEqualTo(value);
      }
    }
  }

  @Test
  void fixedWidthsAreBigEndian() {
    Varints.Output out = new Varints.Output(0).u8(0x1FF).u32(0xFEDCBA98).u64(0x8000000000000001L);
    assertThat(out.size()).isEqualTo(13);
    assertThat(HexFormat.of().formatHex(out.toByteArray())).isEqualTo("fffedcba988000000000000001");
    Varints.Input in = new Varints.Input(out.toByteArray());
    assertThat(in.u8()).isEqualTo(0xFF);
    assertThat(in.u32()).isEqualTo(0xFEDCBA98);
    assertThat(in.u64()).isEqualTo(0x8000000000000001L);
  }

  @Test
  void growsForLongBytes() {
    byte[] bytes = new byte[1_000];
    bytes[999] = 7;
    Varints.Output out = new Varints.Output(1).u8(1).bytes(bytes).bytes(bytes, 999, 1);
    assertThat(out.size()).isEqualTo(1_002);
    assertThat(out.toByteArray()).startsWith(1, 0).endsWith(0, 7, 7);
  }

  @ParameterizedTest
  @CsvSource({
    "'',too few bytes,0",
    "80,too few bytes,1",
    "8000,an integer with needless bytes,2",
    "ffffffffffffffffff,an integer of more than 63 bits,9",
    "80808080808080808001,an integer of more than 63 bits,9"
  })
  void malformedIntegersAreCorrupt(String hex, String fact, int position) {
    Varints.Input in = new Varints.Input(HexFormat.of().parseHex(hex));
    assertCorrupt(in::varint, fact, position);
  }

  @Test
  void endsAreRespected() {
    byte[] bytes = new byte[40];
    assertCorrupt(() -> new Varints.Input(bytes, 0, 3).u32(), "too few bytes", 3);
    assertCorrupt(() -> new Varints.Input(bytes, 38, 40).u64(), "too few bytes", 40);
    assertCorrupt(() -> new Varints.Input(bytes, 0, 31).hash(), "too few bytes", 0);
    assertCorrupt(() -> new Varints.Input(bytes).bytes(41), "too few bytes", 0);
    assertCorrupt(() -> new Varints.Input(bytes).skip(-1), "too few bytes", 0);
    assertCorrupt(
        () -> new Varints.Input(bytes, 39, 40).bytes(new byte[9], 0, 2), "too few bytes", 39);
    Varints.Input in = new Varints.Input(new Varints.Output().varint(300).toByteArray());
    assertCorrupt(() -> in.count(299), "a length of 300", 2);
  }

  @Test
  void valuesBelowZeroAreRefused() {
    assertThatThrownBy(() -> new Varints.Output().varint(-1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("not an unsigned integer: -1");
  }

  private static void assertCorrupt(Runnable read, String fact, int position) {
    assertThatThrownBy(read::run)
        .isInstanceOfSatisfying(
            TuskException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CORRUPT))
        .hasMessage("stored bytes are malformed at byte " + position + ": " + fact);
  }
}
