/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.tree;

import java.util.zip.CRC32C;

/** Where nodes end; {@code docs/format.md}, section 4. Not for use by several threads. */
final class NodeEnds {
  private static final long GOLDEN_RATIO = 0x9E3779B97F4A7C15L;

  private final TreeParameters parameters;
  private final CRC32C crc = new CRC32C();

  NodeEnds(TreeParameters parameters) {
    this.parameters = parameters;
  }

  /**
   * Whether a node ends after its last entry.
   *
   * @param nodeSize the sum of its entries' sizes
   * @param drawn what decides: the key of the entry, or the hash that it refers to
   */
  boolean endsAfter(long nodeSize, int level, byte[] drawn, int entrySize) {
    if (nodeSize < parameters.nodeMin()) {
      return false;
    }
    if (nodeSize >= parameters.nodeCap()) {
      return true;
    }
    crc.reset();
    crc.update(drawn, 0, drawn.length);
    long lot = mix(crc.getValue() + GOLDEN_RATIO * (level + 1)) >>> 32;
    return lot * parameters.nodeScale() < (long) entrySize << 32;
  }

  /** The finalizer of SplitMix64 (Steele, Lea, Flood 2014). */
  private static long mix(long seed) {
    long x = seed;
    x = (x ^ (x >>> 30)) * 0xBF58476D1CE4E5B9L;
    x = (x ^ (x >>> 27)) * 0x94D049BB133111EBL;
    return x ^ (x >>> 31);
  }
}
