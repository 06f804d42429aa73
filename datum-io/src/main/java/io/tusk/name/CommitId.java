/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.name;

import io.tusk.error.ErrorCode;
import io.tusk.error.TuskException;
import java.math.BigInteger;
import java.util.Random;

/**
 * The id of a commit set, of each commit in it and of the jobs that it starts: a UUID of version 7
 * (RFC 9562), as 32 lower-case hex digits. Ids sort by the time in their first 12 digits.
 */
public record CommitId(String value) implements Comparable<CommitId> {
  private static final int DIGITS = 32;

  public CommitId {
    if (!looksLikeId(value)) {
      throw new TuskException(
          ErrorCode.USAGE, "commit id \"" + value + "\" is not 32 lower-case hex digits");
    }
  }

  /** A new id; {@code epochMillis} must fit 48 bits. */
  public static CommitId create(long epochMillis, Random random) {
    long high = (epochMillis << 16) | 0x7000 | (random.nextLong() & 0xFFF);
    long low = (random.nextLong() & 0x3FFFFFFFFFFFFFFFL) | 0x8000000000000000L;
    return new CommitId(String.format("%016x%016x", high, low));
  }

  public static boolean looksLikeId(String value) {
    if (value.length() != DIGITS) {
      return false;
    }
    for (int i = 0; i < DIGITS; i++) {
      char c = value.charAt(i);
      if ((c < '0' || c > '9') && (c < 'a' || c > 'f')) {
        return false;
      }
    }
    return true;
  }

  /** The one right before it in the order of ids, of the same time. */
  public CommitId before() {
    String text = new BigInteger(value, 16).subtract(BigInteger.ONE).toString(16);
    return new CommitId("0".repeat(DIGITS - text.length()) + text);
  }

  /** Milliseconds since the epoch, as told by the writer's clock. */
  public long epochMillis() {
    return Long.parseLong(value.substring(0, 12), 16);
  }

  @Override
  public int compareTo(CommitId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
