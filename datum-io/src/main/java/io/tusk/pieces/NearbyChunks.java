/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.pieces;

import java.util.Arrays;
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
  private final Function<Ref, byte[]> again;
  private byte[] bytes;

  /** {@code again}: reads a chunk that is not to be believed again; CORRUPT if it is not still. */
  NearbyChunks(List<Ref> chunks, byte[] bytes, Function<Ref, byte[]> again) {
    this.chunks = chunks;
    this.bytes = bytes;
    this.again = again;
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

  /** What was read; shared, not copied. Another array, perhaps, after {@link #verify}. */
  public byte[] bytes() {
    return bytes;
  }

  /**
   * Where the bytes of the {@code index}-th chunk begin.
   *
   * @throws io.tusk.error.TuskException CORRUPT when they are not what its hash says
   */
  public int verify(int index) {
    Ref chunk = chunks.get(index);
    long offset = chunk.location().offset() - chunks.get(0).location().offset();
    int length = chunk.location().length();
    if (offset + length > bytes.length
        || !Hash.of(bytes, (int) offset, length).equals(chunk.hash())) {
      byte[] whole = again.apply(chunk);
      if (offset + length > bytes.length) {
        bytes = Arrays.copyOf(bytes, (int) offset + length);
      }
      System.arraycopy(whole, 0, bytes, (int) offset, length);
    }
    return (int) offset;
  }
}
