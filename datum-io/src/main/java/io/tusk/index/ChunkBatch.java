/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.index;

import io.tusk.pieces.Hash;
import io.tusk.pieces.Location;
import io.tusk.pieces.Pack;
import io.tusk.pieces.PieceKind;
import io.tusk.pieces.Ref;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.stream.IntStream;

/**
 * References to chunks, gathered to be put in order: 48 bytes for each, and 8 more once they are in
 * order. Not safe for several threads.
 */
public final class ChunkBatch {
  /** As many as a batch takes: 117 MB. */
  public static final int MOST = 1 << 21;

  private byte[] hashes = new byte[16 * Hash.BYTES];
  private long[] offsets = new long[16];
  private int[] lengths = new int[16];
  private int[] packs = new int[16];
  private int added;

  private final List<Pack> packTable = new ArrayList<>();
  private final IdentityHashMap<Pack, Integer> packsInWork = new IdentityHashMap<>();
  private final Map<Hash, Integer> packsByName = new HashMap<>();

  /** Numbers of the chunks ascending by hash, each hash once; null until they are needed. */
  private int[] order;

  /**
   * @throws IllegalStateException when it is full
   */
  public void add(Ref chunk) {
    if (isFull()) {
      throw new IllegalStateException("a batch takes " + MOST + " chunks");
    }
    if (added == lengths.length) {
      int larger = Math.min(2 * added, MOST);
      hashes = Arrays.copyOf(hashes, larger * Hash.BYTES);
      offsets = Arrays.copyOf(offsets, larger);
      lengths = Arrays.copyOf(lengths, larger);
      packs = Arrays.copyOf(packs, larger);
    }
    chunk.hash().copyTo(hashes, added * Hash.BYTES);
    offsets[added] = chunk.location().offset();
    lengths[added] = chunk.location().length();
    packs[added] = number(chunk.location().pack());
    added++;
    order = null;
  }

  /** One number for each pack that is durable, whatever objects stand for it. */
  private int number(Pack pack) {
    Integer known =
        pack.isDurable()
            ? packsByName.putIfAbsent(pack.name(), packTable.size())
            : packsInWork.putIfAbsent(pack, packTable.size());
    if (known != null) {
      return known;
    }
    packTable.add(pack);
    return packTable.size() - 1;
  }

  public boolean isEmpty() {
    return added == 0;
  }

  public boolean isFull() {
    return added == MOST;
  }

  /** How many were added, equal ones counted each time. */
  public int added() {
    return added;
  }

  /** All that were added, those of a pack together. */
  public Iterator<Ref> byPack() {
    long[] keys = new long[added];
    for (int i = 0; i < added; i++) {
      keys[i] = (long) packs[i] << 32 | i;
    }
    Arrays.sort(keys);
    return new Iterator<>() {
      private int next;

      @Override
      public boolean hasNext() {
        return next < keys.length;
      }

      @Override
      public Ref next() {
        if (!hasNext()) {
          throw new NoSuchElementException();
        }
        return chunk((int) keys[next++]);
      }
    };
  }

  /** How many different chunks there are. */
  int size() {
    return order().length;
  }

  /** The chunks from the {@code from}-th to before the {@code to}-th, ascending by hash. */
  List<Ref> sorted(int from, int to) {
    return IntStream.range(from, to).mapToObj(i -> chunk(order()[i])).toList();
  }

  /**
   * Where, among the chunks from {@code from} to {@code to}, which agree in the digits before
   * {@code depth}, those of each hex digit there begin; at last {@code to}.
   */
  int[] cuts(int depth, int from, int to) {
    int[] cuts = new int[IndexNode.FAN_OUT + 1];
    cuts[0] = from;
    for (int digit = 1; digit < IndexNode.FAN_OUT; digit++) {
      int low = cuts[digit - 1];
      int high = to;
      while (low < high) {
        int middle = (low + high) >>> 1;
        if (hash(order()[middle]).digit(depth) < digit) {
          low = middle + 1;
        } else {
          high = middle;
        }
      }
      cuts[digit] = low;
    }
    cuts[IndexNode.FAN_OUT] = to;
    return cuts;
  }

  private int[] order() {
    if (order == null) {
      order = inOrder();
    }
    return order;
  }

  /** Sorts by the first 32 bits of the hashes, and the few that agree in those one by one. */
  private int[] inOrder() {
    long[] keys = new long[added];
    for (int i = 0; i < added; i++) {
      // As a signed number ascends as the hash does.
      keys[i] = (long) (hash(i).hashCode() ^ Integer.MIN_VALUE) << 32 | i;
    }
    Arrays.sort(keys);
    int[] sorted = new int[added];
    int size = 0;
    for (long key : keys) {
      int chunk = (int) key;
      Hash hash = hash(chunk);
      int at = size;
      while (at > 0 && hash(sorted[at - 1]).compareTo(hash) > 0) {
        at--;
      }
      if (at > 0 && hash(sorted[at - 1]).equals(hash)) {
        continue;
      }
      System.arraycopy(sorted, at, sorted, at + 1, size - at);
      sorted[at] = chunk;
      size++;
    }
    return Arrays.copyOf(sorted, size);
  }

  private Hash hash(int i) {
    return Hash.fromBytes(hashes, i * Hash.BYTES);
  }

  private Ref chunk(int i) {
    return new Ref(
        PieceKind.CHUNK, hash(i), new Location(packTable.get(packs[i]), offsets[i], lengths[i]));
  }
}
