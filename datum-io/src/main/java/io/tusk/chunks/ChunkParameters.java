/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.chunks;

/**
 * The frozen sizes that decide where chunks end, in bytes; {@code docs/format.md}, section 5.
 *
 * @param min at least 1; every chunk of a file but the last is longer
 * @param average at least 8, a power of two
 * @param max at most 2^29; no chunk is longer
 */
public record ChunkParameters(int min, int average, int max) {
  public static final ChunkParameters DEFAULT = new ChunkParameters(16_384, 65_536, 262_144);

  private static final int NORMALIZATION = 2;
  private static final int MAX_MAX = 1 << 29;

  public ChunkParameters {
    if (min < 1 || min >= average || average >= max || max > MAX_MAX) {
      throw new IllegalArgumentException(
          String.format(
              "chunk sizes must ascend from 1 to 2^29: min %d, average %d, max %d",
              min, average, max));
    }
    if (average < 8 || Integer.bitCount(average) != 1) {
      throw new IllegalArgumentException(
          "the average chunk size must be a power of two from 8 on: " + average);
    }
  }

  /** The mask of fingerprints before the average: the harder to meet. */
  long maskBeforeAverage() {
    return topBits(bits() + NORMALIZATION);
  }

  long maskFromAverage() {
    return topBits(bits() - NORMALIZATION);
  }

  private int bits() {
    return Integer.numberOfTrailingZeros(average);
  }

  private static long topBits(int count) {
    return -1L << (Long.SIZE - count);
  }
}
