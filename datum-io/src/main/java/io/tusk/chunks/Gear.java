/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.chunks;

/** The values that a byte adds to the fingerprint; {@code docs/format.md}, section 5. */
final class Gear {
  private static final long SEED = 0x5475736BL;
  private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;

  private Gear() {}

  /** The first 256 outputs of SplitMix64 (Steele, Lea, Flood 2014), by byte. */
  static long[] table() {
    long[] table = new long[256];
    long state = SEED;
    for (int i = 0; i < table.length; i++) {
      state += GOLDEN_GAMMA;
      long x = state;
      x = (x ^ (x >>> 30)) * 0xBF58476D1CE4E5B9L;
      x = (x ^ (x >>> 27)) * 0x94D049BB133111EBL;
      table[i] = x ^ (x >>> 31);
    }
    return table;
  }
}
