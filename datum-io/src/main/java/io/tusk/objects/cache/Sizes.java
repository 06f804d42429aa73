/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.objects.cache;

/**
 * How much is read and kept, in bytes.
 *
 * @param block of a block; what is read is made of whole ones
 * @param request the most that one request asks for, a multiple of the block
 * @param bulk what a read, or what is read ahead at once, must have to count as bulk data, which is
 *     not kept on disk
 * @param ahead the most that is asked for at once ahead of one reader; half as much may wait there
 * @param memory of all blocks in memory; half of it, at most, waits for readers
 */
record Sizes(int block, int request, int bulk, int ahead, long memory) {
  private static final long MOST_MEMORY = 32 << 20;
  private static final int SHARE_OF_HEAP = 16;

  static Sizes of(long heap) {
    long memory = Math.min(MOST_MEMORY, heap / SHARE_OF_HEAP);
    return new Sizes(256 << 10, 4 << 20, 2 << 20, 8 << 20, memory);
  }

  int blocksOf(int bytes) {
    return bytes / block;
  }
}
