/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.check;

import io.tusk.check.Claim.Side;
import java.util.BitSet;
import java.util.zip.CRC32C;

/**
 * Compares two sets of claims that come in different orders, in little memory: paths fall into
 * buckets, and those buckets differ in which the sums of the claims' digests do.
 */
final class PathSums {
  private static final int BUCKETS = 4_096;

  private final long[] sums = new long[BUCKETS];
  private final long[] claims = new long[BUCKETS];

  void add(Side side, Claim claim) {
    count(claim, side == Side.NEW ? 1 : -1);
  }

  void subtract(Side side, Claim claim) {
    count(claim, side == Side.NEW ? -1 : 1);
  }

  private void count(Claim claim, int sign) {
    int bucket = bucket(claim.path());
    sums[bucket] += sign * claim.digest();
    claims[bucket]++;
  }

  boolean agree() {
    return different(Long.MAX_VALUE).isEmpty();
  }

  /** Buckets that differ: the first one, and more while they have fewer claims than that. */
  BitSet different(long fewerClaims) {
    BitSet found = new BitSet();
    long taken = 0;
    for (int i = 0; i < BUCKETS && (found.isEmpty() || taken < fewerClaims); i++) {
      if (sums[i] != 0) {
        found.set(i);
        taken += claims[i];
      }
    }
    return found;
  }

  static int bucket(byte[] path) {
    CRC32C crc = new CRC32C();
    crc.update(path);
    return (int) (crc.getValue() % BUCKETS);
  }
}
