/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.glob;

import io.tusk.glob.Search.Known;
import java.util.Arrays;
import java.util.BitSet;

/**
 * Where in one text the alternatives of a glob's negations match. A region's answers are worked out
 * for all positions at once, from the text's end to its start, when the first is asked for.
 */
final class Exclusions {
  private final Program program;
  private final String text;
  private final Known known;
  private final BitSet[] sure;
  private final BitSet[] possible;

  Exclusions(Program program, String text, Known known) {
    this.program = program;
    this.text = text;
    this.known = known;
    this.sure = new BitSet[program.regionStarts().length];
    this.possible = known == Known.WHOLE ? sure : new BitSet[sure.length];
  }

  /** Whether the region matches at {@code position}, whatever follows the known text. */
  boolean surelyMatches(int region, int position) {
    return matches(sure, region, position);
  }

  private boolean matches(BitSet[] answers, int region, int position) {
    if (answers[region] == null) {
      answers[region] = solve(answers == sure, region);
    }
    return answers[region].get(position);
  }

  private BitSet solve(boolean surely, int region) {
    int start = program.regionStarts()[region];
    int end = program.regionEnd(region);
    BitSet answer = new BitSet(text.length() + 1);
    boolean[] here = new boolean[end - start];
    boolean[] after = new boolean[end - start];
    int position = text.length();
    while (true) {
      for (int pc = start; pc < end; pc++) {
        here[pc - start] = ends(pc, position) || consumes(pc, position, start, after, surely);
      }
      passOn(here, start, end, position, surely);
      answer.set(position, here[0]);
      if (position == 0) {
        return answer;
      }
      position = text.offsetByCodePoints(position, -1);
      boolean[] reused = after;
      after = here;
      here = reused;
      Arrays.fill(here, false);
    }
  }

  private boolean ends(int pc, int position) {
    int operation = program.operations()[pc];
    if (operation == Program.ACCEPT_AT_ELEMENT_END) {
      return position == text.length() ? known == Known.WHOLE : text.charAt(position) == '/';
    }
    return operation == Program.ACCEPT_HERE;
  }

  private boolean consumes(int pc, int position, int start, boolean[] after, boolean surely) {
    if (position == text.length()) {
      return known == Known.BEGINNING && !surely && program.mayStartElement(pc);
    }
    return program.consumes(pc, text.codePointAt(position)) && after[pc + 1 - start];
  }

  /** Completes {@code here} by what consumes nothing. */
  private void passOn(boolean[] here, int start, int end, int position, boolean surely) {
    boolean changed = true;
    while (changed) {
      changed = false;
      for (int pc = end - 1; pc >= start; pc--) {
        if (!here[pc - start] && passes(here, start, pc, position, surely)) {
          here[pc - start] = true;
          changed = true;
        }
      }
    }
  }

  private boolean passes(boolean[] here, int start, int pc, int position, boolean surely) {
    int first = program.firsts()[pc];
    return switch (program.operations()[pc]) {
      case Program.SPLIT -> here[first - start] || here[program.seconds()[pc] - start];
      case Program.JUMP -> here[first - start];
      case Program.EXCLUDE ->
          here[pc + 1 - start] && !matches(surely ? possible : sure, first, position);
      default -> false;
    };
  }
}
