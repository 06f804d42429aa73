/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.pieces;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PackBufferTest {
  private static final long SEED = 4;

  private final PackBuffer.Slabs slabs = new PackBuffer.Slabs();

  private static byte[] joined(PackBuffer buffer) {
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    for (ByteBuffer part : buffer.parts()) {
      byte[] bytes = new byte[part.remaining()];
      part.get(bytes);
      whole.writeBytes(bytes);
    }
    return whole.toByteArray();
  }

  @Test
  void anyRangeOfWhatWasAppendedIsCopied() {
    Random random = new Random(SEED);
    byte[] data = new byte[3 * PackBuffer.SLAB_BYTES];
    random.nextBytes(data);
    for (int round = 0; round < 20; round++) {
      PackBuffer buffer = new PackBuffer(slabs);
      int used = 0;
      while (used < data.length) {
        int length = Math.min(random.nextInt(PackBuffer.SLAB_BYTES * 2), data.length - used);
        buffer.append(data, used, length);
        used += length;
        assertThat(buffer.size()).isEqualTo(used);
        int from = random.nextInt(used + 1);
        int to = from + random.nextInt(used - from + 1);
        assertThat(buffer.copy(from, to - from).orElseThrow())
            .as("seed %d, round %d", SEED, round)
            .isEqualTo(Arrays.copyOfRange(data, from, to));
      }
      assertThat(joined(buffer)).isEqualTo(data);
      buffer.release();
    }
  }

  @Test
  void theBytesOfAReleasedBufferAreGoneAndItsArraysAreFilledAgain() {
    byte[] array = slabs.take();
    slabs.give(array);
    PackBuffer first = new PackBuffer(slabs);
    first.append(new byte[] {1, 2, 3}, 0, 3);
    assertThat(array).startsWith(1, 2, 3);
    assertThat(first.parts()).allMatch(ByteBuffer::isReadOnly);
    first.release();
    assertThat(first.copy(0, 3)).isEmpty();
    assertThat(first.parts()).isEmpty();
    assertThatThrownBy(() -> first.append(new byte[1], 0, 1))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("the bytes of the pack were let go");
    PackBuffer second = new PackBuffer(slabs);
    second.append(new byte[] {4}, 0, 1);
    assertThat(array[0]).isEqualTo((byte) 4);
    second.release();
    slabs.clear();
    PackBuffer third = new PackBuffer(slabs);
    third.append(new byte[] {5}, 0, 1);
    assertThat(array[0]).isEqualTo((byte) 4);
  }

  @Test
  void rangesThatWereNotAppendedAreRefused() {
    PackBuffer buffer = new PackBuffer(slabs);
    buffer.append(new byte[5], 0, 5);
    assertThatThrownBy(() -> buffer.copy(3, 3))
        .isInstanceOf(IndexOutOfBoundsException.class)
        .hasMessage("3 bytes from 3 of a pack of 5");
    assertThatThrownBy(() -> buffer.copy(-1, 3))
        .isInstanceOf(IndexOutOfBoundsException.class)
        .hasMessage("3 bytes from -1 of a pack of 5");
    assertThatThrownBy(() -> buffer.copy(Long.MAX_VALUE, 1))
        .isInstanceOf(IndexOutOfBoundsException.class)
        .hasMessage("1 bytes from 9223372036854775807 of a pack of 5");
    assertThat(buffer.copy(5, 0)).hasValue(new byte[0]);
  }
}
