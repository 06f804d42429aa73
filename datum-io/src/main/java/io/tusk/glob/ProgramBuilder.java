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
import java.util.Arrays;
import java.util.List;

/** Turns the parts of a glob into a program. */
final class ProgramBuilder {
  /** The alternatives of a negation, whose region is yet to be written. */
  private record Excluded(List<List<GlobNode>> alternatives, boolean textFollows) {}

  private final List<Excluded> regions = new ArrayList<>();
  private final List<CharacterClass> classes = new ArrayList<>();
  private int[] operations = new int[64];
  private int[] firsts = new int[64];
  private int[] seconds = new int[64];
  private int size;
  private boolean capturing = true;

  Program build(List<GlobNode> nodes, int groups) {
    List<Integer> starts = new ArrayList<>(List.of(0));
    sequence(nodes, false);
    emit(Program.ACCEPT, 0);
    capturing = false;
    for (int i = 0; i < regions.size(); i++) {
      Excluded region = regions.get(i);
      starts.add(size);
      alternatives(region.alternatives(), region.textFollows());
      emit(region.textFollows() ? Program.ACCEPT_HERE : Program.ACCEPT_AT_ELEMENT_END, 0);
    }
    return new Program(
        Arrays.copyOf(operations, size),
        Arrays.copyOf(firsts, size),
        Arrays.copyOf(seconds, size),
        classes.toArray(CharacterClass[]::new),
        starts.stream().mapToInt(Integer::intValue).toArray(),
        groups);
  }

  private void sequence(List<GlobNode> nodes, boolean textFollows) {
    boolean[] follows = new boolean[nodes.size() + 1];
    follows[nodes.size()] = textFollows;
    for (int i = nodes.size() - 1; i >= 0; i--) {
      follows[i] = Following.of(nodes.get(i), follows[i + 1]);
    }
    for (int i = 0; i < nodes.size(); i++) {
      node(nodes.get(i), follows[i + 1]);
    }
  }

  private void node(GlobNode node, boolean textFollows) {
    if (node instanceof Literal literal) {
      emit(Program.CHARACTER, literal.codePoint());
    } else if (node instanceof AnyOne) {
      emit(Program.ONE, 0);
    } else if (node instanceof AnyRun) {
      run(Program.ONE);
    } else if (node instanceof AnyPath) {
      run(Program.ONE_OR_SLASH);
    } else if (node instanceof OneOf oneOf) {
      classes.add(oneOf.characters());
      emit(Program.CLASS, classes.size() - 1);
    } else if (node instanceof Choice choice) {
      alternatives(choice.alternatives(), textFollows);
    } else if (node instanceof Group group) {
      save(2 * group.number());
      repeated(group, textFollows);
      save(2 * group.number() + 1);
    } else if (node instanceof Negation negation) {
      save(2 * negation.number());
      regions.add(new Excluded(negation.alternatives(), textFollows));
      emit(Program.EXCLUDE, regions.size());
      run(Program.ONE);
      save(2 * negation.number() + 1);
    }
  }

  private void run(int operation) {
    int split = emit(Program.SPLIT, size + 1);
    emit(operation, 0);
    emit(Program.JUMP, split);
    seconds[split] = size;
  }

  private void repeated(Group group, boolean textFollows) {
    if (group.repeat() == Repeat.ONCE) {
      alternatives(group.alternatives(), textFollows);
    } else if (group.repeat() == Repeat.SOME) {
      int start = size;
      alternatives(group.alternatives(), textFollows);
      int split = emit(Program.SPLIT, start);
      seconds[split] = size;
    } else {
      int split = emit(Program.SPLIT, size + 1);
      alternatives(group.alternatives(), textFollows);
      if (group.repeat() == Repeat.ANY) {
        emit(Program.JUMP, split);
      }
      seconds[split] = size;
    }
  }

  private void alternatives(List<List<GlobNode>> alternatives, boolean textFollows) {
    List<Integer> jumps = new ArrayList<>();
    for (List<GlobNode> alternative : alternatives.subList(0, alternatives.size() - 1)) {
      int split = emit(Program.SPLIT, size + 1);
      sequence(alternative, textFollows);
      jumps.add(emit(Program.JUMP, 0));
      seconds[split] = size;
    }
    sequence(alternatives.get(alternatives.size() - 1), textFollows);
    for (int jump : jumps) {
      firsts[jump] = size;
    }
  }

  private void save(int slot) {
    if (capturing) {
      emit(Program.SAVE, slot);
    }
  }

  private int emit(int operation, int first) {
    if (size == operations.length) {
      operations = Arrays.copyOf(operations, 2 * size);
      firsts = Arrays.copyOf(firsts, 2 * size);
      seconds = Arrays.copyOf(seconds, 2 * size);
    }
    operations[size] = operation;
    firsts[size] = first;
    return size++;
  }
}
