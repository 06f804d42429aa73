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
import io.tusk.name.FilePath;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.IntPredicate;

/** The meaning of a glob, said as plainly as possible: tries everything in order of preference. */
final class SlowMatcher {
  private final List<GlobNode> nodes = new ArrayList<>();
  private final TreeMap<Integer, String> captured = new TreeMap<>();
  private int[] text;

  SlowMatcher(String glob) {
    nodes.add(new Literal('/'));
    nodes.addAll(new GlobParser(new GlobText(glob)).parse());
  }

  boolean matches(FilePath path) {
    captured.clear();
    if (path.isRoot()) {
      return nodes.size() == 1;
    }
    text = path.value().codePoints().toArray();
    return sequence(nodes, List.of(), 0, position -> position == text.length);
  }

  String group(int number) {
    return captured.getOrDefault(number, "");
  }

  /** {@code rest}: what stands after {@code sequence} in the glob. */
  private boolean sequence(
      List<GlobNode> sequence, List<GlobNode> rest, int position, IntPredicate next) {
    if (sequence.isEmpty()) {
      return next.test(position);
    }
    List<GlobNode> tail = sequence.subList(1, sequence.size());
    return node(sequence.get(0), join(tail, rest), position, at -> sequence(tail, rest, at, next));
  }

  private boolean node(GlobNode node, List<GlobNode> rest, int position, IntPredicate next) {
    if (node instanceof AnyRun || node instanceof AnyPath) {
      int end = position;
      while (end < text.length && (node instanceof AnyPath || text[end] != '/')) {
        end++;
      }
      return run(position, end, next);
    }
    if (node instanceof Choice choice) {
      return anyOf(choice.alternatives(), rest, position, next);
    }
    if (node instanceof Group group) {
      IntPredicate after = at -> capture(group.number(), position, at, next);
      return switch (group.repeat()) {
        case ONCE -> anyOf(group.alternatives(), rest, position, after);
        case OPTIONAL -> anyOf(group.alternatives(), rest, position, after) || after.test(position);
        case ANY -> repeat(group, rest, position, after);
        case SOME ->
            anyOf(
                group.alternatives(),
                rest,
                position,
                at -> at == position ? after.test(at) : repeat(group, rest, at, after));
      };
    }
    if (node instanceof Negation negation) {
      if (excludes(negation, rest, position)) {
        return false;
      }
      return node(
          new AnyRun(), rest, position, at -> capture(negation.number(), position, at, next));
    }
    return position < text.length && consumes(node, text[position]) && next.test(position + 1);
  }

  private boolean run(int position, int end, IntPredicate next) {
    for (int at = end; at >= position; at--) {
      if (next.test(at)) {
        return true;
      }
    }
    return false;
  }

  private boolean repeat(Group group, List<GlobNode> rest, int position, IntPredicate after) {
    return anyOf(
            group.alternatives(),
            rest,
            position,
            at -> at > position && repeat(group, rest, at, after))
        || after.test(position);
  }

  private boolean anyOf(
      List<List<GlobNode>> alternatives, List<GlobNode> rest, int position, IntPredicate next) {
    return alternatives.stream()
        .anyMatch(alternative -> sequence(alternative, rest, position, next));
  }

  private boolean capture(int number, int start, int end, IntPredicate next) {
    String before = captured.get(number);
    captured.put(number, new String(text, start, end - start));
    if (next.test(end)) {
      return true;
    }
    captured.put(number, before == null ? "" : before);
    return false;
  }

  private boolean excludes(Negation negation, List<GlobNode> rest, int position) {
    boolean textFollows = textFollows(rest);
    TreeMap<Integer, String> before = new TreeMap<>(captured);
    boolean excluded =
        anyOf(
            negation.alternatives(),
            rest,
            position,
            at -> textFollows || at == text.length || text[at] == '/');
    captured.clear();
    captured.putAll(before);
    return excluded;
  }

  private static boolean textFollows(List<GlobNode> rest) {
    if (rest.isEmpty()) {
      return false;
    }
    GlobNode node = rest.get(0);
    List<GlobNode> tail = rest.subList(1, rest.size());
    if (node instanceof Literal literal) {
      return literal.codePoint() != '/';
    }
    if (node instanceof AnyOne || node instanceof OneOf) {
      return textFollows(tail);
    }
    if (node instanceof Choice choice) {
      return choice.alternatives().stream().anyMatch(one -> textFollows(join(one, tail)));
    }
    if (node instanceof Group group) {
      boolean optional = group.repeat() == Repeat.OPTIONAL || group.repeat() == Repeat.ANY;
      return group.alternatives().stream().anyMatch(one -> textFollows(join(one, tail)))
          || (optional && textFollows(tail));
    }
    return true;
  }

  private static boolean consumes(GlobNode node, int codePoint) {
    if (node instanceof Literal literal) {
      return codePoint == literal.codePoint();
    }
    if (node instanceof OneOf oneOf) {
      return oneOf.characters().contains(codePoint);
    }
    return codePoint != '/';
  }

  private static List<GlobNode> join(List<GlobNode> first, List<GlobNode> second) {
    List<GlobNode> joined = new ArrayList<>(first);
    joined.addAll(second);
    return joined;
  }
}
