/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.glob;

import java.util.Arrays;

/**
 * One search for a match in one text, which is the whole path or the beginning of longer ones.
 * Every pair of instruction and position is tried at most once, in order of preference, so the time
 * is bounded by the product of the glob's and the path's lengths.
 */
final class Search {
  /** What is known of the path. */
  enum Known {
    WHOLE,
    /** A text that ends in a slash; at least one more element follows. */
    BEGINNING
  }

  private final Program program;
  private final String text;
  private final Known known;
  private final Exclusions exclusions;
  private final long[] tried;
  private final int[] slots;
  private int[] stack = new int[64];
  private int height;

  /** {@code slots}: where group n starts and ends, at 2n and 2n + 1; empty when not wanted. */
  Search(Program program, String text, Known known, int[] slots) {
    this.program = program;
    this.text = text;
    this.known = known;
    this.exclusions = new Exclusions(program, text, known);
    this.tried = new long[(program.size() * (text.length() + 1) + 63) / 64];
    this.slots = slots;
    Arrays.fill(slots, -1);
  }

  /** Whether the program from {@code pc} on matches the text from {@code position} on. */
  boolean find(int pc, int position) {
    push(pc, position);
    while (height > 0) {
      height -= 2;
      int next = stack[height];
      int value = stack[height + 1];
      if (next < 0) {
        slots[~next] = value;
      } else if (run(next, value)) {
        return true;
      }
    }
    return false;
  }

  /** Goes on until it fails; leaves what else is to be tried on the stack. */
  private boolean run(int start, int from) {
    int pc = start;
    int position = from;
    while (tryFirst(pc, position)) {
      switch (program.operations()[pc]) {
        case Program.SPLIT -> {
          push(program.seconds()[pc], position);
          pc = program.firsts()[pc];
        }
        case Program.JUMP -> pc = program.firsts()[pc];
        case Program.SAVE -> save(program.firsts()[pc++], position);
        case Program.EXCLUDE -> {
          if (exclusions.surelyMatches(program.firsts()[pc], position)) {
            return false;
          }
          pc++;
        }
        case Program.ACCEPT -> {
          return known == Known.WHOLE && position == text.length();
        }
        default -> {
          if (position == text.length()) {
            return known == Known.BEGINNING && program.mayStartElement(pc);
          }
          int codePoint = text.codePointAt(position);
          if (!program.consumes(pc, codePoint)) {
            return false;
          }
          pc++;
          position += Character.charCount(codePoint);
        }
      }
    }
    return false;
  }

  private void save(int slot, int position) {
    if (slots.length > 0) {
      push(~slot, slots[slot]);
      slots[slot] = position;
    }
  }

  private boolean tryFirst(int pc, int position) {
    int bit = pc * (text.length() + 1) + position;
    long mask = 1L << bit;
    boolean first = (tried[bit >> 6] & mask) == 0;
    tried[bit >> 6] |= mask;
    return first;
  }

  private void push(int pc, int value) {
    if (height == stack.length) {
      stack = Arrays.copyOf(stack, 2 * height);
    }
    stack[height++] = pc;
    stack[height++] = value;
  }
}
