/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.glob;

/**
 * A glob as instructions of a nondeterministic machine. Instruction {@code pc} has the operation
 * {@code operations[pc]} and up to two operands. The main region comes first; the alternatives of
 * every negation are a region of their own, after those that it is nested in.
 *
 * @param regionStarts by region; a region ends where the next one starts
 */
record Program(
    int[] operations,
    int[] firsts,
    int[] seconds,
    CharacterClass[] classes,
    int[] regionStarts,
    int groups) {
  /** Consumes the code point that is the operand. */
  static final int CHARACTER = 0;

  /** Consumes a code point of an element. */
  static final int ONE = 1;

  /** Consumes any code point. */
  static final int ONE_OR_SLASH = 2;

  /** Consumes a code point of the class with the operand's index. */
  static final int CLASS = 3;

  /** Goes on at the first operand, or else at the second. */
  static final int SPLIT = 4;

  /** Goes on at the operand. */
  static final int JUMP = 5;

  /** Notes the position in the slot that is the operand. */
  static final int SAVE = 6;

  /** Goes on unless the region that is the operand matches here. */
  static final int EXCLUDE = 7;

  /** Ends the main region: matches at the end of the text. */
  static final int ACCEPT = 8;

  /** Ends a region: matches wherever it is. */
  static final int ACCEPT_HERE = 9;

  /** Ends a region: matches at the end of an element. */
  static final int ACCEPT_AT_ELEMENT_END = 10;

  int size() {
    return operations.length;
  }

  int regionEnd(int region) {
    return region + 1 < regionStarts.length ? regionStarts[region + 1] : size();
  }

  boolean consumes(int pc) {
    return operations[pc] <= CLASS;
  }

  boolean consumes(int pc, int codePoint) {
    return switch (operations[pc]) {
      case CHARACTER -> codePoint == firsts[pc];
      case ONE -> codePoint != '/';
      case ONE_OR_SLASH -> true;
      case CLASS -> classes[firsts[pc]].contains(codePoint);
      default -> false;
    };
  }

  /** Whether it may consume the first character of an element that is not known. */
  boolean mayStartElement(int pc) {
    return consumes(pc) && (operations[pc] != CHARACTER || firsts[pc] != '/');
  }
}
