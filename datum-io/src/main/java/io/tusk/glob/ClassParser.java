/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.glob;

/** Reads a class after its opening bracket. */
final class ClassParser {
  private final GlobText text;
  private final int opening;
  private final CharacterClass.Builder characters = new CharacterClass.Builder();

  ClassParser(GlobText text, int opening) {
    this.text = text;
    this.opening = opening;
  }

  CharacterClass parse() {
    boolean negated = text.skip('!') || text.skip('^');
    while (!text.skip(']')) {
      if (text.peek() == '[' && text.peek(1) == ':') {
        named();
      } else {
        range(negated);
      }
    }
    if (characters.isEmpty()) {
      throw text.problem(
          "has an empty class"
              + GlobText.at(opening)
              + "; list its characters, \"\\]\" for the bracket");
    }
    return characters.build(negated);
  }

  private void range(boolean negated) {
    int index = text.index();
    int low = character();
    int high = low;
    if (text.peek() == '-' && text.peek(1) != ']' && text.peek(1) != GlobText.END) {
      text.next();
      high = character();
    }
    if (high < low) {
      throw text.problem(
          "has the range \""
              + text.between(index, text.index())
              + "\""
              + GlobText.at(index)
              + ", which is empty; swap its ends");
    }
    if (low == '/' && high == '/' && !negated) {
      throw text.problem(
          "has a \"/\" in the class"
              + GlobText.at(opening)
              + ", and no class matches one; write it outside, or use \"{..,..}\"");
    }
    characters.add(low, high);
  }

  private int character() {
    if (text.peek() == GlobText.END) {
      throw text.neverClosed(opening);
    }
    int c = text.next();
    return c == '\\' ? text.escaped() : c;
  }

  private void named() {
    int index = text.index();
    text.next();
    text.next();
    boolean others = text.skip('^');
    int nameStart = text.index();
    while (text.peek() != ':' && text.peek() != ']' && text.peek() != GlobText.END) {
      text.next();
    }
    String name = text.between(nameStart, text.index());
    if (!text.skip(':') || !text.skip(']')) {
      throw text.neverClosed(index);
    }
    int[] pairs =
        CharacterClass.named(name)
            .orElseThrow(
                () ->
                    text.problem(
                        "has the unknown class name \""
                            + name
                            + "\""
                            + GlobText.at(nameStart)
                            + "; known are "
                            + CharacterClass.names()));
    if (others) {
      characters.addOthers(pairs);
    } else {
      characters.addAll(pairs);
    }
  }
}
