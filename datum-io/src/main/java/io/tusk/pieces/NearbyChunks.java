/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.pieces;

import io.tusk.error.TuskException;
import java.util.List;
import java.util.function.Function;

/**
 * Chunks that lie near each other in a pack, in ascending order, and were read at once. Nothing of
 * {@link #bytes} is to be believed but what {@link #verify} vouched for.
 */
public final class NearbyChunks {
  /** Takes the node that a writer puts between the chunks of a large file. */
  private static final int MOST_GAP = 32 << 10;

  private final List<Ref> chunks;
  private final byte[] bytes;
  private final Function<Ref, TuskException> altered;

  /** {@code altered}: says that a chunk is not to be believed. */
  NearbyChunks(List<Ref> chunks, byte[] bytes, Function<Ref, TuskException> altered) {
    this.chunks = chunks;
    this.bytes = bytes;
    this.altered = altered;
  }

  /** Whether reading {@code second} together with {@code first} beats another request. */
  public static boolean areNear(Ref first, Ref second) {
    Location left = first.location();
    Location right = second.location();
    long gap = right.offset() - left.offset() - left.length();
    return gap >= 0 && gap <= MOST_GAP && left.pack().isSame(right.pack());
  }

  /** How many bytes lie from the start of {@code first} to the end of {@code last}. */
  public static long span(Ref first, Ref last) {
    return last.location().offset() + last.location().length() - first.location().offset();
  }

  /** What was read; shared, not copied. */
  public byte[] bytes() {
    return bytes;
  }

  /**
   * Where the bytes of the {@code index}-th chunk begin.
   *
   * @throws TuskException CORRUPT when they are not what its hash says
   */
  public int verify(int index) {
    Ref chunk = chunks.get(index);
    long offset = chunk.location().offset() - chunks.get(0).location().offset();
    int length = chunk.location().length();
    if (offset + length > bytes.length
        || !Hash.of(bytes, (int) offset, length).equals(chunk.hash())) {
      throw altered.apply(chunk);
    }
    return (int) offset;
  }
}
