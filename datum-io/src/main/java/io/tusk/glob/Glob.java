/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.glob;

import io.tusk.error.TuskException;
import io.tusk.name.FilePath;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A pattern of paths in Pachyderm's dialect. It is matched against the whole path, which has no
 * trailing slash, by Unicode code points; the root is matched by {@link #ROOT} only.
 *
 * <ul>
 *   <li>{@code *} any run of characters but slashes, perhaps none; {@code **} any run, slashes
 *       included, but {@code **(} is {@code *} and {@code *(}; {@code ?} one character but a slash
 *   <li>{@code [a-z_]} one of these characters, {@code [!a]} and {@code [^a]} any other one, {@code
 *       [[:alpha:]]} and {@code [[:^alpha:]]} with the names of POSIX, over ASCII; never a slash
 *   <li><code>{a,b}</code> one of these patterns
 *   <li>{@code (a|b)} and {@code @(a|b)} one of these patterns, {@code ?(a|b)} at most one, {@code
 *       *(a|b)} any number of them one after another, {@code +(a|b)} at least one
 *   <li>{@code !(a|b)} and {@code ^(a|b)} any run of characters but slashes, unless one of the
 *       patterns matches: at its start when text, {@code *} or {@code **} follows in the same
 *       element ({@code !(a)*} is what does not begin with a), else all of the element from there
 *       on
 *   <li>{@code \x} the character x itself, in classes as well
 * </ul>
 *
 * <p>Groups in parentheses capture what they matched, all repetitions together, and are numbered
 * from 1 by their opening parentheses. The time of a match is bounded by the product of the lengths
 * of glob and path.
 */
public final class Glob {
  /** Matches the root alone. */
  public static final Glob ROOT = parse("/");

  private final String text;
  private final String literalPrefix;
  private final int literals;
  private final boolean literal;
  private final Program program;

  private Glob(String text, List<GlobNode> nodes, int groups) {
    this.text = text;
    StringBuilder prefix = new StringBuilder();
    int count = 0;
    while (count < nodes.size() && nodes.get(count) instanceof GlobNode.Literal literal) {
      prefix.appendCodePoint(literal.codePoint());
      count++;
    }
    this.literalPrefix = prefix.toString();
    this.literals = count;
    this.literal = count == nodes.size();
    this.program = new ProgramBuilder().build(nodes, groups);
  }

  /**
   * Adds a missing leading slash and drops trailing ones.
   *
   * @throws TuskException USAGE, with the position, when {@code text} is not of the grammar, longer
   *     than 4,096 characters or nested deeper than 50 groups
   */
  public static Glob parse(String text) {
    GlobText source = new GlobText(text);
    String cleaned = "/" + source.rest();
    GlobParser parser = new GlobParser(source);
    List<GlobNode> nodes = new ArrayList<>();
    nodes.add(new GlobNode.Literal('/'));
    nodes.addAll(parser.parse());
    return new Glob(cleaned, nodes, parser.groups());
  }

  /** What {@link #parse} has against {@code text}, as a sentence for the user; empty if nothing. */
  public static Optional<String> problem(String text) {
    try {
      parse(text);
      return Optional.empty();
    } catch (TuskException e) {
      return Optional.of(e.getMessage());
    }
  }

  public boolean matches(FilePath path) {
    return find(path, new int[0]);
  }

  /** The match with what the groups captured; the first in the order of preference. */
  public Optional<GlobMatch> match(FilePath path) {
    int[] slots = new int[2 * (program.groups() + 1)];
    if (!find(path, slots)) {
      return Optional.empty();
    }
    slots[0] = 0;
    slots[1] = path.value().length();
    return Optional.of(new GlobMatch(path, slots));
  }

  private boolean find(FilePath path, int[] slots) {
    if (isLiteral()) {
      return path.value().equals(literalPrefix);
    }
    return !path.isRoot()
        && path.value().startsWith(literalPrefix)
        && new Search(program, path.value(), Search.Known.WHOLE, slots)
            .find(literals, literalPrefix.length());
  }

  /**
   * Whether some path strictly below {@code directory} may match. Never false when one does; true
   * without one only where a negation reaches beyond the directory's path or what remains to match
   * is no valid path.
   */
  public boolean mayMatchBelow(FilePath directory) {
    String known = directory.isRoot() ? "/" : directory.value() + "/";
    if (known.length() < literalPrefix.length()) {
      return literalPrefix.startsWith(known);
    }
    return !isLiteral()
        && known.startsWith(literalPrefix)
        && new Search(program, known, Search.Known.BEGINNING, new int[0])
            .find(literals, literalPrefix.length());
  }

  /**
   * The text that every matching path starts with: the glob's up to its first part that is not
   * literal. Ends anywhere in an element.
   */
  public String literalPrefix() {
    return literalPrefix;
  }

  /** Whether the glob matches no path but {@link #literalPrefix}. */
  public boolean isLiteral() {
    return literal;
  }

  /** How many groups capture. */
  public int groups() {
    return program.groups();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Glob glob && glob.text.equals(text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  /** The cleaned text; parses to an equal glob. */
  @Override
  public String toString() {
    return text;
  }
}
