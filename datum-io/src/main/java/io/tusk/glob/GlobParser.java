/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.glob;

import io.tusk.glob.GlobNode.AnyOne;
import io.tusk.glob.GlobNode.AnyPath;
import io.tusk.glob.GlobNode.AnyRun;
import io.tusk.glob.GlobNode.Choice;
import io.tusk.glob.GlobNode.Group;
import io.tusk.glob.GlobNode.Literal;
import io.tusk.glob.GlobNode.Negation;
import io.tusk.glob.GlobNode.OneOf;
import io.tusk.glob.GlobNode.Repeat;
import java.util.ArrayList;
import java.util.List;

/** Reads the grammar that {@link Glob} documents. */
final class GlobParser {
  private static final int MAX_DEPTH = 50;
  private static final String GROUP_SIGNS = "?*+@!^";

  private final GlobText text;
  private int groups;
  private int depth;

  GlobParser(GlobText text) {
    this.text = text;
  }

  /** The parts after the leading slash. */
  List<GlobNode> parse() {
    List<GlobNode> nodes = sequence(GlobText.END, GlobText.END);
    if (text.peek() != GlobText.END) {
      String closing = text.between(text.index(), text.index() + 1);
      throw text.problem(
          "has a \""
              + closing
              + "\""
              + GlobText.at(text.index())
              + " that closes nothing; write \"\\"
              + closing
              + "\" for the character itself");
    }
    return nodes;
  }

  int groups() {
    return groups;
  }

  private List<GlobNode> sequence(int separator, int closing) {
    List<GlobNode> nodes = new ArrayList<>();
    while (true) {
      int c = text.peek();
      if (c == GlobText.END || c == separator || c == closing || isClosing(c)) {
        return List.copyOf(nodes);
      }
      nodes.add(node());
    }
  }

  private static boolean isClosing(int c) {
    return c == ')' || c == '}' || c == ']';
  }

  private GlobNode node() {
    int index = text.index();
    int c = text.next();
    if (text.peek() == '(' && GROUP_SIGNS.indexOf(c) >= 0) {
      text.next();
      return group(c, index + 1);
    }
    return switch (c) {
      case '(' -> group('@', index);
      case '{' -> new Choice(alternatives(index, ',', '}'));
      case '[' -> new OneOf(new ClassParser(text, index).parse());
      case '?' -> new AnyOne();
      case '*' -> {
        if (text.peek() == '*' && text.peek(1) != '(') {
          text.next();
          yield new AnyPath();
        }
        yield new AnyRun();
      }
      case '\\' -> new Literal(text.escaped());
      case '/' -> {
        if (text.peek() == '/') {
          throw text.problem(
              "has an empty element" + GlobText.at(index + 1) + "; remove one \"/\"");
        }
        yield new Literal(c);
      }
      default -> new Literal(c);
    };
  }

  private GlobNode group(int sign, int opening) {
    int number = ++groups;
    List<List<GlobNode>> alternatives = alternatives(opening, '|', ')');
    return switch (sign) {
      case '!', '^' -> new Negation(number, alternatives);
      case '?' -> new Group(number, Repeat.OPTIONAL, alternatives);
      case '*' -> new Group(number, Repeat.ANY, alternatives);
      case '+' -> new Group(number, Repeat.SOME, alternatives);
      default -> new Group(number, Repeat.ONCE, alternatives);
    };
  }

  private List<List<GlobNode>> alternatives(int opening, int separator, int closing) {
    if (++depth > MAX_DEPTH) {
      throw text.problem(
          "nests groups deeper than " + MAX_DEPTH + GlobText.at(opening) + "; simplify it");
    }
    List<List<GlobNode>> alternatives = new ArrayList<>();
    do {
      alternatives.add(sequence(separator, closing));
    } while (text.skip(separator));
    if (!text.skip(closing)) {
      throw text.neverClosed(opening);
    }
    depth--;
    return List.copyOf(alternatives);
  }
}
