/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.objects.cache;

import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * The blocks used last, up to a bound in bytes, and which of them were read ahead and wait for a
 * reader. Those never take more than half of the bound, so none is pushed out by others that nobody
 * has read either. Not safe for several threads.
 */
final class BlockMemory {
  private final Map<BlockId, byte[]> blocks = new LinkedHashMap<>(16, 0.75f, true);

  /** Read ahead, or being read ahead, and not used yet. */
  private final Set<BlockId> waiting = new HashSet<>();

  private final long maxBytes;
  private final int maxWaiting;
  private long bytes;

  BlockMemory(Sizes sizes) {
    this.maxBytes = sizes.memory();
    this.maxWaiting = (int) (sizes.memory() / 2 / sizes.block());
  }

  /** Null when it is not there. */
  byte[] use(BlockId id) {
    waiting.remove(id);
    return blocks.get(id);
  }

  boolean holds(BlockId id) {
    return blocks.containsKey(id);
  }

  void put(BlockId id, byte[] block) {
    byte[] replaced = blocks.put(id, block);
    bytes += block.length - (replaced == null ? 0 : replaced.length);
    Iterator<Map.Entry<BlockId, byte[]>> eldest = blocks.entrySet().iterator();
    while (bytes > maxBytes) {
      Map.Entry<BlockId, byte[]> gone = eldest.next();
      bytes -= gone.getValue().length;
      waiting.remove(gone.getKey());
      eldest.remove();
    }
  }

  void drop(BlockId id) {
    waiting.remove(id);
    byte[] gone = blocks.remove(id);
    bytes -= gone == null ? 0 : gone.length;
  }

  /** Notes that the block is read ahead; false where too many wait already. */
  boolean await(BlockId id) {
    return waiting.size() < maxWaiting && waiting.add(id);
  }

  long bytes() {
    return bytes;
  }
}
