/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.objects.cache;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Finds readers that go through an object from block to block, and says what they will want. Twice
 * as much each time they go on, up to a bound. Safe for many threads.
 */
final class ReadAhead {
  private static final int MOST_READERS = 256;

  /** The blocks from {@code from} to before {@code to}. */
  record Span(int from, int to) {}

  /**
   * A reader.
   *
   * @param frontier the first block that it was not told of
   * @param window how many blocks it was to have ahead last
   */
  private record Reader(int frontier, int window) {}

  /** By the block that a reader would come to next. */
  private final Map<BlockId, Reader> readers = bounded();

  /** How many blocks an object has, where it is known. */
  private final Map<String, Integer> ends = bounded();

  private final int bulk;
  private final int most;

  ReadAhead(Sizes sizes) {
    this.bulk = sizes.blocksOf(sizes.bulk());
    this.most = sizes.blocksOf(sizes.ahead());
  }

  private static <K, V> Map<K, V> bounded() {
    return new LinkedHashMap<>() {
      @Override
      protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
        return size() > MOST_READERS;
      }
    };
  }

  synchronized void endsAfter(String key, int blocks) {
    ends.put(key, blocks);
  }

  /** What to read ahead after somebody has read from block {@code first} to {@code last}. */
  synchronized Optional<Span> after(String key, int first, int last) {
    int next = last + 1;
    int reached = first;
    Reader known = readers.remove(new BlockId(key, first));
    if (known == null) {
      known = readers.remove(new BlockId(key, first + 1));
      reached = known == null ? first : first + 1;
    }
    Reader reader = known == null ? new Reader(next, 0) : known;
    int frontier = Math.max(reader.frontier(), next);
    int read = next - reached;
    int window = reader.window();
    Optional<Span> span = Optional.empty();
    boolean goesOn = known == null ? read >= bulk : read > 0;
    if (goesOn && frontier - next <= window / 2) {
      window = Math.min(most, Math.max(2 * window, 2 * read));
      int to = Math.min(frontier + window, ends.getOrDefault(key, Integer.MAX_VALUE));
      if (frontier < to) {
        span = Optional.of(new Span(frontier, to));
        frontier = to;
      }
    }
    readers.put(new BlockId(key, next), new Reader(frontier, window));
    return span;
  }
}
