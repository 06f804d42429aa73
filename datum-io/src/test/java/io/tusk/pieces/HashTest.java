/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.pieces;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class HashTest {
  private static final long SEED = 7;

  @Test
  void isSha256() {
    byte[] abc = "xabcx".getBytes(US_ASCII);
    assertThat(Hash.of(abc, 1, 3))
        .hasToString("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    assertThat(Hash.OF_EMPTY)
        .hasToString("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  }

  @Test
  void comparesAndCopiesAsItsBytesDo() {
    Random random = new Random(SEED);
    for (int i = 0; i < 2_000; i++) {
      byte[] left = new byte[32];
      random.nextBytes(left);
      byte[] right = left.clone();
      right[random.nextInt(32)] ^= (byte) random.nextInt(256);
      Hash a = Hash.fromBytes(left, 0);
      Hash b = Hash.fromBytes(right, 0);
      assertThat(Integer.signum(a.compareTo(b)))
          .as("seed %d, round %d", SEED, i)
          .isEqualTo(Integer.signum(Arrays.compareUnsigned(left, right)));
      assertThat(a.equals(b)).isEqualTo(Arrays.equals(left, right));
      assertThat(a.toBytes()).isEqualTo(left);
      assertThat(Hash.fromHex(a.toString())).isEqualTo(a).hasSameHashCodeAs(a);
      byte[] target = new byte[40];
      a.copyTo(target, 5);
      assertThat(Hash.fromBytes(target, 5)).isEqualTo(a);
    }
  }

  @Test
  void otherThan64DigitsAreRefused() {
    assertThatThrownBy(() -> Hash.fromHex("abcd"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a hash has 64 hex digits: abcd");
    assertThatThrownBy(() -> Hash.fromHex("x".repeat(64)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("x");
  }

  @Test
  void aTableOfHashesIsASet() {
    Random random = new Random(SEED);
    HashTable table = new HashTable();
    Set<Hash> model = new HashSet<>();
    for (int i = 0; i < 20_000; i++) {
      byte[] bytes = new byte[32];
      if (random.nextInt(100) > 0) {
        // Few low bits, so that slots collide and runs wrap around.
        bytes[7] = (byte) random.nextInt();
        bytes[15] = (byte) random.nextInt(64);
      }
      Hash hash = Hash.fromBytes(bytes, 0);
      assertThat(table.add(hash)).as("seed %d, round %d", SEED, i).isEqualTo(model.add(hash));
      assertThat(table.size()).isEqualTo(model.size());
    }
  }
}
