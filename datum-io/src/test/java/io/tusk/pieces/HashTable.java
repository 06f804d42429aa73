/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.pieces;

/**
 * A set of hashes in 22 to 43 bytes for each: the first 128 bits of a hash stand for it. Takes up
 * to 400 million. Not safe for several threads.
 */
public final class HashTable {
  private static final int INITIAL_SLOTS = 64;

  /** Two words for each slot; both are 0 where it is free. */
  private long[] words = new long[2 * INITIAL_SLOTS];

  private int size;
  private boolean hasZero;

  /** False when the hash was there already. */
  public boolean add(Hash hash) {
    long first = hash.firstWord();
    long second = hash.secondWord();
    if (first == 0 && second == 0) {
      boolean added = !hasZero;
      hasZero = true;
      return added;
    }
    if (!insert(words, first, second)) {
      return false;
    }
    size++;
    if (size > words.length / 8 * 3) {
      grow();
    }
    return true;
  }

  public int size() {
    return hasZero ? size + 1 : size;
  }

  private void grow() {
    long[] larger = new long[2 * words.length];
    for (int at = 0; at < words.length; at += 2) {
      if (words[at] != 0 || words[at + 1] != 0) {
        insert(larger, words[at], words[at + 1]);
      }
    }
    words = larger;
  }

  private static boolean insert(long[] table, long first, long second) {
    int mask = table.length - 2;
    int at = (int) first & mask;
    while (table[at] != 0 || table[at + 1] != 0) {
      if (table[at] == first && table[at + 1] == second) {
        return false;
      }
      at = (at + 2) & mask;
    }
    table[at] = first;
    table[at + 1] = second;
    return true;
  }
}
